import type { Request, Response } from 'express';
import { type BodyContext, bodyMissing, checkBody, readBody } from './body.ts';
import { mediaType, unsupported } from './content-type.ts';
import { readForm } from './form.ts';
import type { RawParameters } from './query.ts';

/** What an upload may be. */
export interface UploadOptions {
  /** Name of the file's field in a form. */
  readonly field: string;
  /** What the body has to be, in words; `a file (FIELD)` unless said. */
  readonly what?: string;
  /** Media types accepted, as the body or as the file of a form. */
  readonly types: readonly string[];
  /** Bytes accepted, the form's framing included. */
  readonly limit: number;
}

/** Where the body may stand. */
const places = { orForm: true } as const;

/** A file as it arrived. */
export interface Upload {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The media type the client named; '' where it named none. */
  readonly type: string;
  /** The other fields of a form. */
  readonly fields: RawParameters;
}

/** Refuses a media type that is not accepted; none at all is. */
export function checkType(type: string, { types }: UploadOptions): void {
  if (type !== '' && !types.includes(type)) {
    throw unsupported(type, [...types, 'multipart/form-data']);
  }
}

/** The one file of a form, of a type that is accepted. */
async function readFormFile(
  request: Request,
  response: Response,
  options: UploadOptions,
  context: BodyContext,
): Promise<Upload> {
  const { field, limit } = options;
  const form = await readForm(request, response, { files: [field], most: 1, limit }, context);
  const { bytes, type } = form.files[0]!;
  checkType(type, options);
  return { bytes, type, fields: form.fields };
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
  const { what = `a file (${options.field})` } = options;
  const announced = mediaType(request);
  checkBody(request, what, places);
  const upload =
    announced === 'multipart/form-data'
      ? await readFormFile(request, response, options, context)
      : await readRaw(request, response, announced, options, context);
  if (upload.bytes.length === 0) {
    throw bodyMissing(what, places);
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
