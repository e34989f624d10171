import type { Request, Response } from 'express';
import { type BodyContext, bodyMissing, checkBody, readBody } from './body.ts';
import { mediaType, unsupported } from './content-type.ts';
import { type FormFile, type FormOptions, readForm } from './form.ts';
import type { RawParameters } from './query.ts';

/** What a request with several files may be. */
export interface FilesOptions extends FormOptions {
  /** Media types accepted as the raw body, which then is one file of the field `rawField`. */
  readonly rawTypes: readonly string[];
  readonly rawField: string;
}

/** Files as they arrived. */
export interface UploadedFiles {
  readonly files: readonly FormFile[];
  readonly fields: RawParameters;
}

/**
 * Reads several files from a request: those of a multipart form, or the raw body as the only one.
 *
 * @param options - the form's fields, the number and bytes accepted, what may come raw
 * @param context - the limits in force and the process-wide budget
 * @throws OnebitError `content-type-unsupported`, `body-missing`, `body-malformed`,
 * `body-too-large`, `overloaded`, `request-timeout`, `parameter-repeated`
 */
export async function readFiles(
  request: Request,
  response: Response,
  options: FilesOptions,
  context: BodyContext,
): Promise<UploadedFiles> {
  const what = `files (${options.files.join(', ')})`;
  checkBody(request, what, { orForm: true });
  const type = mediaType(request);
  if (type === 'multipart/form-data') {
    return readForm(request, response, options, context);
  }
  const { rawTypes, rawField, limit } = options;
  if (!rawTypes.includes(type)) {
    throw unsupported(type, ['multipart/form-data', ...rawTypes]);
  }
  const bytes = await readBody(request, response, limit, context);
  if (bytes.length === 0) {
    throw bodyMissing(what, { orForm: true });
  }
  return { files: [{ field: rawField, name: '', type, bytes }], fields: {} };
}
