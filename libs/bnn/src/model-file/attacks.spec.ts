import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { describe, expect, it } from 'vitest';
import { attacks } from '../testing/attacks.ts';
import { readModel } from './model.ts';

const folder = join(import.meta.dirname, '../../attacks');
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));

if (process.env['UPDATE_ATTACKS']) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'good-twin.safetensors'), attacks[0]!.good);
  for (const { name, bad } of attacks) writeFileSync(join(folder, `${name}.safetensors`), bad);
}

describe('files made to deceive', () => {
  it.each(attacks.map((attack) => [attack.name, attack.code] as const))(
    '%s is refused as %s',
    (name, code) => {
      let caught: unknown;
      try {
        readModel(read(`${name}.safetensors`));
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(OnebitError);
      expect((caught as OnebitError).code).toBe(code);
      expect((caught as OnebitError).hint).not.toBe('');
    },
  );

  it('their good twin is accepted', () => {
    expect(readModel(read('good-twin.safetensors')).network.id).toBe('twin');
  });

  it('the folder holds what the builder makes, and nothing else', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
    const names = ['good-twin', ...attacks.map(({ name }) => name)];
    expect(files.sort()).toEqual(names.map((name) => `${name}.safetensors`).sort());
    for (const { name, bad } of attacks) expect(read(`${name}.safetensors`)).toEqual(bad);
  });

  it('every code of the format has an attack', () => {
    const used = new Set(attacks.map(({ code }) => code));
    const codes = [
      'model-truncated',
      'model-header-too-large',
      'model-header-invalid',
      'model-dtype-unknown',
      'model-shape-invalid',
      'model-tensor-size',
      'model-hole',
      'model-overlap',
      'model-trailing-bytes',
      'model-digest-mismatch',
      'model-version-unsupported',
      'model-description-invalid',
      'model-tensor-missing',
      'model-tensor-unused',
      'model-padding-bits',
    ];
    expect(codes.filter((code) => !used.has(code as never))).toEqual([]);
  });
});
