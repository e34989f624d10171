import { png } from '../png.ts';
import { form } from './bodies.ts';
import { type BadRequest, image, refused, route } from './request.ts';

const fit = '/v1/jobs/morphological-filtering/fit';

/** Learning. */
export const learning: readonly BadRequest[] = [
  refused(
    'learning from a picture without its after picture',
    422,
    'pairs-incomplete',
    [/an after picture for every before picture/, /2 before and 1 after/, /-F before=/],
    {
      path: fit,
      type: '',
      body: form([
        ['before', image],
        ['after', image],
        ['before', image],
      ]),
    },
  ),
  refused(
    'learning from a zip beside pictures',
    422,
    'pairs-incomplete',
    [/an after picture/, /zip of pairs and other files/, /alone/],
    {
      path: fit,
      type: '',
      body: form([
        ['pairs', image],
        ['after', image],
      ]),
    },
  ),
  refused(
    'learning from what is no picture',
    422,
    'image-unreadable',
    [/PNG/, /before picture of pair 1/, /not an image/],
    {
      path: fit,
      type: '',
      body: form([
        ['before', Buffer.from('words')],
        ['after', image],
      ]),
    },
  ),
  refused(
    'learning from too many pixels',
    413,
    'batch-too-large',
    [/ 64000000 pixels/, /68000000/, /Cut/],
    {
      path: fit,
      type: '',
      body: form([
        ['before', png(17_000, 2_000, Buffer.alloc(8))],
        ['before', png(17_000, 2_000, Buffer.alloc(8))],
        ['after', image],
        ['after', image],
      ]),
    },
  ),
  refused(
    'learning from JSON',
    415,
    'content-type-unsupported',
    [/multipart\/form-data, application\/zip/, /application\/json/, /Content-Type/],
    { path: fit, type: 'application/json', body: () => '{}' },
  ),
  refused(
    'learning from nothing',
    400,
    'body-missing',
    [/before, after, pairs/, /empty body/, /Send/],
    { path: fit, type: 'application/zip', body: () => undefined },
  ),
  ...(
    [
      ['window', '4', /odd, 3 to 15/],
      ['window', '17', /odd, 3 to 15/],
      ['maxBytes', '65537', /0 to 65536/],
      ['restarts', '0', /1 to 64/],
      ['seed', '-1', /whole number/],
      ['operators', 'open,melt', /dilate, erode, open/],
    ] as const
  ).map(([name, value, expected]) =>
    refused(
      `learning with ${name}=${value}`,
      422,
      'parameter-invalid',
      [expected, new RegExp(value), new RegExp(name)],
      {
        path: `${fit}?${name}=${value}`,
        type: '',
        body: form([
          ['before', image],
          ['after', image],
        ]),
      },
    ),
  ),
  refused('learning without a job', 404, 'route-unknown', [/address/, /fit$/, /docs/], {
    path: `${route}/fit`,
  }),
];
