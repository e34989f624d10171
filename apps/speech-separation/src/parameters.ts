import { checkParameters, type RawParameters } from '@onebit/http-service';
import { z } from 'zod';

/** What a request asks for, checked. */
export interface SeparationParameters {
  /** 2 gives two tracks of a single talker too. */
  readonly talkers: 2 | 'auto';
  readonly mask: 'soft' | 'binary';
  readonly confidence?: number;
  /** Identifier of the model; absent for the default one. */
  readonly model?: string;
}

const masks = ['soft', 'binary'] as const;
const share = /^(?:0|1|0?\.\d{1,9}|1\.0{1,9}|0\.\d{1,9})$/;

/** What each parameter accepts, in words: for refusals and for the OpenAPI document. */
const expectations = {
  talkers:
    'auto, which gives a single talker one track and silence, or 2 for two tracks in any case',
  mask: 'soft, which shares every frequency out, or binary, which gives it to one talker',
  confidence:
    'least probability at which a talker gets a frequency, from 0 to 1; unless said 0 for soft masks and 0.5 for binary ones',
  model: 'the identifier of a model that GET /v1/models lists',
} as const;

/** The query of a request, as the OpenAPI document shows it. */
export const querySchema = z.strictObject({
  talkers: z.enum(['auto', '2']).default('auto').describe(expectations.talkers),
  mask: z.enum(masks).default('soft').describe(expectations.mask),
  confidence: z.string().regex(share).optional().describe(expectations.confidence),
  model: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)
    .optional()
    .describe(expectations.model),
});

/**
 * Reads the parameters of a request.
 *
 * @param raw - the query and the form's fields
 * @throws OnebitError `parameter-unknown`, `parameter-invalid`
 */
export function readParameters(raw: RawParameters): SeparationParameters {
  const { talkers, mask, confidence, model } = checkParameters(querySchema, raw, expectations);
  return {
    talkers: talkers === 'auto' ? talkers : 2,
    mask,
    ...(confidence === undefined ? {} : { confidence: Number(confidence) }),
    ...(model === undefined ? {} : { model }),
  };
}
