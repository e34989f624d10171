import { OnebitError } from '@onebit/errors';
import busboy from 'busboy';
import type { Request, Response } from 'express';
import {
  type BodyContext,
  bodyMissing,
  checkAnnouncedLength,
  consume,
  join,
  readBody,
  UploadMeter,
} from './body.ts';
import { mediaType, unsupported } from './content-type.ts';
import { addParameter, type RawParameters } from './query.ts';

/** What an upload may be. */
export interface UploadOptions {
  /** Name of the file's field in a form. */
  readonly field: string;
  /** Media types accepted, as the body or as the file of a form. */
  readonly types: readonly string[];
  /** Bytes accepted, the form's framing included. */
  readonly limit: number;
}

/** A file as it arrived. */
export interface Upload {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The media type the client named; '' where it named none. */
  readonly type: string;
  /** The other fields of a form. */
  readonly fields: RawParameters;
}

function malformed(received: string, hint: string): OnebitError {
  return new OnebitError('body-malformed', {
    expected: 'a multipart form with one file',
    received,
    hint,
  });
}

function checkType(type: string, { types }: UploadOptions): void {
  if (type !== '' && !types.includes(type)) {
    throw unsupported(type, [...types, 'multipart/form-data']);
  }
}

async function readForm(
  request: Request,
  response: Response,
  options: UploadOptions,
  context: BodyContext,
): Promise<Upload> {
  const { limits } = context;
  const { field, limit } = options;
  checkAnnouncedLength(request, limit);
  const fields: RawParameters = {};
  const chunks: Buffer[] = [];
  let length = 0;
  let type: string | undefined;
  let fault: Error | undefined;
  let parser: busboy.Busboy;
  const fail = (error: Error) => {
    fault ??= error;
  };
  // A form cut short fails twice: its open file first, then the parser.
  const breakOff = () => {
    fail(malformed('a form whose framing is broken', 'Close every part with the boundary line.'));
  };
  try {
    parser = busboy({
      headers: request.headers,
      limits: {
        fieldNameSize: 100,
        fieldSize: limits.fieldBytes,
        fields: limits.formFields,
        headerPairs: limits.headerCount,
        // Two, not one: a second file is then seen and refused instead of dropped in silence.
        files: 2,
      },
    });
  } catch {
    throw malformed(
      'a multipart content type without a boundary',
      'Let the HTTP client write the header: curl -F, or fetch with a FormData body.',
    );
  }
  parser.on('file', (name, stream, info) => {
    stream.on('data', (chunk: Buffer) => {
      if (name === field) {
        chunks.push(chunk);
        length += chunk.length;
      }
    });
    stream.on('error', breakOff);
    if (name !== field) {
      fail(
        malformed(
          `a file in the field ${name.slice(0, 100)}`,
          `Name the file's field ${field}: curl -F ${field}=@FILE.`,
        ),
      );
    } else if (type !== undefined) {
      fail(malformed('two files', 'Send one file a request.'));
    } else {
      type = info.mimeType.toLowerCase();
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
    if (name === field) {
      fail(
        malformed(
          `the field ${field} as text`,
          `Send ${field} as a file: curl -F ${field}=@FILE, with the @.`,
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
  parser.on('filesLimit', () => {
    fail(malformed('more than two files', 'Send one file a request.'));
  });
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
  if (type === undefined) {
    throw malformed(
      'a form without a file',
      `Add the file in the field ${field}: curl -F ${field}=@FILE.`,
    );
  }
  checkType(type, options);
  return { bytes: join(chunks, length), type, fields };
}

/**
 * Reads one file from a request: the raw body, or the file of a multipart form.
 *
 * @param options - the form's field, the media types and the size accepted
 * @param context - the limits in force and the process-wide budget
 * @throws OnebitError `content-type-unsupported`, `body-missing`, `body-malformed`,
 * `body-too-large`, `overloaded`, `request-timeout`, `parameter-repeated`
 */
export async function readUpload(
  request: Request,
  response: Response,
  options: UploadOptions,
  context: BodyContext,
): Promise<Upload> {
  const { field } = options;
  const announced = mediaType(request);
  const empty =
    request.headers['content-length'] === '0' ||
    (request.headers['content-length'] === undefined &&
      request.headers['transfer-encoding'] === undefined);
  if (empty) {
    throw bodyMissing(`a file (${field})`);
  }
  checkEncoding(request);
  const upload =
    announced === 'multipart/form-data'
      ? await readForm(request, response, options, context)
      : await readRaw(request, response, announced, options, context);
  if (upload.bytes.length === 0) {
    throw bodyMissing(`a file (${field})`);
  }
  return upload;
}

async function readRaw(
  request: Request,
  response: Response,
  type: string,
  options: UploadOptions,
  context: BodyContext,
): Promise<Upload> {
  checkType(type, options);
  return { bytes: await readBody(request, response, options.limit, context), type, fields: {} };
}

/** A compressed body would have to be inflated before its size is known: refused by name. */
function checkEncoding(request: Request): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw unsupported(`a body in the content encoding ${encoding.slice(0, 50)}`, [
      'a body without content encoding',
    ]);
  }
}
