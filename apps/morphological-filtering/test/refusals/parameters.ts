import { type BadRequest, query, refused, route } from './request.ts';

/** Parameters that are wrong, alone or for the answer asked for. */
export const parameters: readonly BadRequest[] = [
  refused(
    'an unknown operation',
    422,
    'sequence-invalid',
    [/operation/, /opne/, /Did you mean 'open'/],
    { position: 11, path: query('sequence=open:disk1+opne:disk3') },
  ),
  refused('an element over 255 x 255', 422, 'size-invalid', [/255/, /256x3/, /./], {
    position: 9,
    path: query('sequence=open:rect256x3'),
  }),
  refused('65 operations', 422, 'sequence-invalid', [/at most 64 operations/, /./, /./], {
    path: query(`sequence=${Array(65).fill('erode:square3').join('+')}`),
  }),
  refused('no sequence', 400, 'parameter-missing', [/sequence/, /no sequence/, /sequence=/], {
    path: route,
  }),
  refused('a sequence given twice', 400, 'parameter-repeated', [/sequence once/, /again/, /once/], {
    path: query('sequence=open:disk1&sequence=open:disk2'),
  }),
  refused(
    'an unknown parameter',
    400,
    'parameter-unknown',
    [/sequence, border, threshold/, /sequenze/, /Remove/],
    { path: query('sequence=open:disk1&sequenze=1') },
  ),
  refused(
    'an unknown border',
    422,
    'border-unknown',
    [/background, foreground, ignore/, /mirror/, /border/],
    { path: query('sequence=open:disk1&border=mirror') },
  ),
  ...['300', '-1', '1e2', 'otsu2', 'sauvola:', 'sauvola:25', 'sauvola:25,-1'].map((text) =>
    refused(
      `the threshold ${text}`,
      422,
      'parameter-invalid',
      [/threshold: a level from 0 to 254, otsu, sauvola/, new RegExp(`^${text}$`), /threshold/],
      { path: query(`sequence=open:disk1&threshold=${text}`) },
    ),
  ),
  refused('an even window', 422, 'value-invalid', [/odd window/, /4/, /./], {
    path: query('sequence=open:disk1&threshold=sauvola:4,0.2'),
  }),
  refused(
    'an unknown foreground',
    422,
    'parameter-invalid',
    [/auto, light, dark/, /grey/, /foreground/],
    { path: query('sequence=open:disk1&foreground=grey') },
  ),
  refused(
    'a page that is not there',
    422,
    'image-page-missing',
    [/page from 0 to 0/, /7/, /1 page/],
    { path: query('sequence=open:disk1&page=7') },
  ),
  refused(
    'a learned filter that is not there',
    422,
    'sequence-invalid',
    [/a learned filter: document-cleaning/, /cleening/, /v1.models/],
    { position: 19, path: query('sequence=open:disk1+learned:cleening') },
  ),
  refused('a table of distances', 422, 'sequence-result', [/label/, /distance/, /json/], {
    path: query('sequence=distance'),
    headers: { Accept: 'text/csv' },
  }),
  refused(
    'all pages as one PNG',
    406,
    'answer-not-acceptable',
    [/application\/zip, image\/tiff/, /image\/png/, /\*\/\*/],
    { path: query('sequence=open:disk1&page=all'), headers: { Accept: 'image/png' } },
  ),
  refused('a page that is no number', 422, 'parameter-invalid', [/page: .*all/, /last/, /page/], {
    path: query('sequence=open:disk1&page=last'),
  }),
];
