/**
 * The shapes that data from outside must have, as functions: a shape gives the value back, typed, or
 * throws a {@link Misfit} that says where and why. A model is read in milliseconds, of which a
 * library of schemas would take most: hence these few lines of our own.
 */
export type Shape<T> = (value: unknown, at: string) => T;

/** What a shape gives. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** Where a value does not have its shape, what was wanted there, and what was found. */
export class Misfit extends Error {
  readonly at: string;
  readonly wanted: string;
  readonly found: string;

  constructor(at: string, wanted: string, value: unknown) {
    const found = briefly(value);
    super(`${at}: ${wanted}, not ${found}`);
    this.at = at;
    this.wanted = wanted;
    this.found = found;
  }
}

function briefly(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** Text with so many characters. */
export const text =
  (least = 0, most = Infinity): Shape<string> =>
  (value, at) => {
    if (typeof value === 'string' && value.length >= least && value.length <= most) return value;
    throw new Misfit(at, most === Infinity ? 'text' : `text of ${least} to ${most}`, value);
  };

/** Text of a form. */
export const textLike =
  (form: RegExp): Shape<string> =>
  (value, at) => {
    if (typeof value === 'string' && form.test(value)) return value;
    throw new Misfit(at, `text like ${form.source}`, value);
  };

/** A finite number in a range. */
export const number =
  (least = -Infinity, most = Infinity): Shape<number> =>
  (value, at) => {
    if (Number.isFinite(value) && (value as number) >= least && (value as number) <= most) {
      return value as number;
    }
    throw new Misfit(at, `a number${range(least, most)}`, value);
  };

/** A whole number in a range. */
export const whole =
  (least: number, most: number): Shape<number> =>
  (value, at) => {
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) {
      return value as number;
    }
    throw new Misfit(at, `a whole number${range(least, most)}`, value);
  };

function range(least: number, most: number): string {
  if (most !== Infinity) return ` from ${least} to ${most}`;
  return least === -Infinity ? '' : ` of at least ${least}`;
}

/** One of some values. */
export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Shape<T> =>
  (value, at) => {
    if (values.includes(value as T)) return value as T;
    throw new Misfit(at, values.map((one) => JSON.stringify(one)).join(' or '), value);
  };

/** Anything at all. */
export const anything: Shape<unknown> = (value) => value;

/** The first of some shapes that fits. */
export const either =
  <Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<Shaped<Shapes[number]>> =>
  (value, at) => {
    let last: unknown;
    for (const shape of shapes) {
      try {
        return shape(value, at) as Shaped<Shapes[number]>;
      } catch (misfit) {
        last = misfit;
      }
    }
    throw last;
  };

/** A list of so many of one shape. */
export const listOf =
  <T>(shape: Shape<T>, least = 0, most = Infinity): Shape<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      throw new Misfit(at, `a list${range(least, most)}`, value);
    }
    value.forEach((item, index) => shape(item, within(at, String(index))));
    return value as readonly T[];
  };

/** A list with a shape for each place. */
export const tuple =
  <const Shapes extends readonly Shape<unknown>[]>(
    ...shapes: Shapes
  ): Shape<{ readonly [K in keyof Shapes]: Shaped<Shapes[K]> }> =>
  (value, at) => {
    if (!Array.isArray(value) || value.length !== shapes.length) {
      throw new Misfit(at, `a list of ${shapes.length}`, value);
    }
    shapes.forEach((shape, index) => shape(value[index], within(at, String(index))));
    return value as unknown as { readonly [K in keyof Shapes]: Shaped<Shapes[K]> };
  };

type Fields = Readonly<Record<string, Shape<unknown>>>;
type ObjectOf<Needed extends Fields, Optional extends Fields> = {
  readonly [K in keyof Needed]: Shaped<Needed[K]>;
} & { readonly [K in keyof Optional]?: Shaped<Optional[K]> };

/** An object with these fields, perhaps those, and no other. */
export const object = <Needed extends Fields, Optional extends Fields = Record<never, never>>(
  needed: Needed,
  optional?: Optional,
): Shape<ObjectOf<Needed, Optional>> => fieldsOf(needed, optional, false);

/** An object with these fields, perhaps those, and any others. */
export const openObject = <Needed extends Fields, Optional extends Fields = Record<never, never>>(
  needed: Needed,
  optional?: Optional,
): Shape<ObjectOf<Needed, Optional>> => fieldsOf(needed, optional, true);

function fieldsOf<Needed extends Fields, Optional extends Fields>(
  needed: Needed,
  optional: Optional | undefined,
  open: boolean,
): Shape<ObjectOf<Needed, Optional>> {
  const names = Object.keys(needed);
  return (value, at) => {
    const record = anObject(value, at);
    for (const name of names) needed[name]!(record[name], within(at, name));
    for (const name of Object.keys(record)) {
      if (Object.hasOwn(needed, name)) continue;
      const shape = optional && Object.hasOwn(optional, name) ? optional[name] : undefined;
      if (shape) shape(record[name], within(at, name));
      else if (!open) throw new Misfit(at, `only fields of the format`, name);
    }
    return value as ObjectOf<Needed, Optional>;
  };
}

/** An object whose fields, of any name, have one shape. */
export const recordOf =
  <T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value, at) => {
    for (const [name, field] of Object.entries(anObject(value, at))) shape(field, within(at, name));
    return value as Readonly<Record<string, T>>;
  };

/** Objects told apart by the text in one field. */
export const tagged =
  <T>(tag: string, shapes: Readonly<Record<string, Shape<T>>>): Shape<T> =>
  (value, at) => {
    const name = anObject(value, at)[tag];
    if (typeof name === 'string' && Object.hasOwn(shapes, name)) return shapes[name]!(value, at);
    throw new Misfit(within(at, tag), `one of ${Object.keys(shapes).join(', ')}`, name);
  };

function anObject(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new Misfit(at, 'an object', value);
}

const within = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);
