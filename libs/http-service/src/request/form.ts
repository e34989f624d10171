import { OnebitError } from '@onebit/errors';
import busboy from 'busboy';
import type { Request, Response } from 'express';
import { type BodyContext, checkAnnouncedLength, consume, join, UploadMeter } from './body.ts';
import { addParameter, type RawParameters } from './query.ts';

/** A file of a form. */
export interface FormFile {
  /** The form's field it came in. */
  readonly field: string;
  /** The name the client gave it; '' where it gave none. */
  readonly name: string;
  /** The media type the client named. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a form may hold. */
export interface FormOptions {
  /** The fields that hold files; the first is the one that hints name. */
  readonly files: readonly [string, ...string[]];
  /** Files accepted, 1 or more. */
  readonly most: number;
  /** Bytes accepted, the form's framing included. */
  readonly limit: number;
}

/** A form as it arrived. */
export interface Form {
  readonly files: readonly FormFile[];
  readonly fields: RawParameters;
}

interface OpenFile {
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly chunks: Buffer[];
  length: number;
}

/** The refusal of a form that does not hold what was asked for. */
function malformedForm(most: number, received: string, hint: string): OnebitError {
  return new OnebitError('body-malformed', {
    expected: `a multipart form with ${most === 1 ? 'one file' : `1 to ${String(most)} files`}`,
    received,
    hint,
  });
}

/**
 * Reads a multipart form: its files in the order they came, and its other fields.
 *
 * @throws OnebitError `body-malformed`, `body-too-large`, `overloaded`, `request-timeout`,
 * `parameter-repeated`
 */
export async function readForm(
  request: Request,
  response: Response,
  options: FormOptions,
  context: BodyContext,
): Promise<Form> {
  const { limits } = context;
  const { files: names, most, limit } = options;
  const [first] = names;
  checkAnnouncedLength(request, limit);
  const fields: RawParameters = {};
  const files: OpenFile[] = [];
  let fault: Error | undefined;
  let parser: busboy.Busboy;
  const fail = (error: Error) => {
    fault ??= error;
  };
  const malformed = (received: string, hint: string) => malformedForm(most, received, hint);
  // A form cut short fails twice: its open file first, then the parser.
  const breakOff = () => {
    fail(malformed('a form whose framing is broken', 'Close every part with the boundary line.'));
  };
  const tooMany = () => {
    fail(
      most === 1
        ? malformed('two files', 'Send one file a request.')
        : malformed(`more than ${String(most)} files`, 'Send fewer files a request.'),
    );
  };
  try {
    parser = busboy({
      headers: request.headers,
      limits: {
        fieldNameSize: 100,
        fieldSize: limits.fieldBytes,
        fields: limits.formFields,
        headerPairs: limits.headerCount,
        // One more than accepted: it is then seen and refused instead of dropped in silence.
        files: most + 1,
      },
    });
  } catch {
    throw malformed(
      'a multipart content type without a boundary',
      'Let the HTTP client write the header: curl -F, or fetch with a FormData body.',
    );
  }
  parser.on('file', (field, stream, info) => {
    const file: OpenFile = {
      field,
      // A browser or curl may send no file name at all, whatever the parser's types say.
      name: (info.filename as string | undefined) ?? '',
      type: info.mimeType.toLowerCase(),
      chunks: [],
      length: 0,
    };
    const known = names.includes(field);
    stream.on('data', (chunk: Buffer) => {
      if (known) {
        file.chunks.push(chunk);
        file.length += chunk.length;
      }
    });
    stream.on('error', breakOff);
    if (!known) {
      fail(
        malformed(
          `a file in the field ${field.slice(0, 100)}`,
          `Name the file's field ${names.join(' or ')}: curl -F ${first}=@FILE.`,
        ),
      );
    } else if (files.length === most) {
      tooMany();
    } else {
      files.push(file);
    }
  });
  parser.on('field', (name, value, info) => {
    if (info.nameTruncated || info.valueTruncated) {
      fail(
        malformed(
          `a field name over 100 or a value over ${String(limits.fieldBytes)} bytes`,
          'Shorten the field.',
        ),
      );
      return;
    }
    if (names.includes(name)) {
      fail(
        malformed(
          `the field ${name} as text`,
          `Send ${name} as a file: curl -F ${name}=@FILE, with the @.`,
        ),
      );
      return;
    }
    try {
      addParameter(fields, name, value, limits.fieldBytes);
    } catch (error) {
      fail(error as Error);
    }
  });
  parser.on('fieldsLimit', () => {
    fail(malformed(`more than ${String(limits.formFields)} fields`, 'Send fewer fields.'));
  });
  parser.on('filesLimit', tooMany);
  const parsed = new Promise<void>((resolve) => {
    parser.on('error', () => {
      breakOff();
      resolve();
    });
    parser.on('close', resolve);
  });
  const meter = new UploadMeter(limit, context, response);
  await consume(request, response, meter, (chunk) => {
    if (fault) {
      throw fault;
    }
    parser.write(chunk);
  });
  parser.end();
  await parsed;
  if (fault) {
    throw fault;
  }
  if (files.length === 0) {
    throw malformed(
      'a form without a file',
      `Add the file in the field ${first}: curl -F ${first}=@FILE.`,
    );
  }
  return {
    files: files.map(({ field, name, type, chunks, length }) => ({
      field,
      name,
      type,
      bytes: join(chunks, length),
    })),
    fields,
  };
}
