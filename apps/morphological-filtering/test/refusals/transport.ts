import { chunked, form, MiB } from './bodies.ts';
import { type BadRequest, image, refused } from './request.ts';

/** Bodies, forms, addresses and headers. */
export const transport: readonly BadRequest[] = [
  refused(
    'the content type of a web form',
    415,
    'content-type-unsupported',
    [/image\/png/, /x-www-form-urlencoded/, /Content-Type/],
    { type: 'application/x-www-form-urlencoded' },
  ),
  refused(
    'a compressed body',
    415,
    'content-type-unsupported',
    [/without content encoding/, /gzip/, /Content-Encoding/],
    { headers: { 'Content-Encoding': 'gzip' } },
  ),
  refused(
    '33 MiB announced',
    413,
    'body-too-large',
    [/33554432/, /34603008 bytes announced/, /limits/],
    { body: () => new Uint8Array(33 * MiB) },
  ),
  refused(
    '33 MiB in chunks',
    413,
    'body-too-large',
    [/33554432/, /more than 33554432 bytes/, /limits/],
    { body: () => chunked(33 * MiB) },
  ),
  refused(
    'a form without a file',
    400,
    'body-malformed',
    [/one file/, /without a file/, /image=@FILE/],
    { type: '', body: form([['border', 'ignore']]) },
  ),
  refused(
    'a form whose file has another name',
    400,
    'body-malformed',
    [/one file/, /field picture/, /image=@FILE/],
    { type: '', body: form([['picture', image]]) },
  ),
  refused(
    'a form with two files',
    400,
    'body-malformed',
    [/one file/, /two files/, /one file a request/],
    {
      type: '',
      body: form([
        ['image', image],
        ['image', image],
      ]),
    },
  ),
  refused(
    'a form with the image as text',
    400,
    'body-malformed',
    [/one file/, /image as text/, /@/],
    { type: '', body: form([['image', 'page.png']]) },
  ),
  refused(
    'a form that repeats a parameter of the query',
    400,
    'parameter-repeated',
    [/sequence/, /both/, /once/],
    {
      type: '',
      body: form([
        ['image', image],
        ['sequence', 'open:disk1'],
      ]),
    },
  ),
  refused(
    'a form that ends in the middle',
    400,
    'body-malformed',
    [/one file/, /framing is broken/, /boundary/],
    {
      type: 'multipart/form-data; boundary=b',
      body: () =>
        '--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\nContent-Type: image/png\r\n\r\nabc',
    },
  ),
  refused(
    'a form without a boundary',
    400,
    'body-malformed',
    [/one file/, /without a boundary/, /curl -F/],
    { type: 'multipart/form-data' },
  ),
  refused(
    'an unknown address',
    404,
    'route-unknown',
    [/address/, /\/v1\/morphological-filter$/, /docs/],
    { path: '/v1/morphological-filter' },
  ),
  refused('a wrong method', 405, 'method-not-allowed', [/POST/, /PUT/, /Allow/], { method: 'PUT' }),
  refused(
    'an Accept that cannot be served',
    406,
    'answer-not-acceptable',
    [/image\/png/, /text\/html/, /\*\/\*/],
    { headers: { Accept: 'text/html' } },
  ),
  refused('headers over 16 KiB', 431, 'header-too-large', [/16384/, /more/, /headers/], {
    headers: { 'X-Long': 'x'.repeat(17_000) },
  }),
];
