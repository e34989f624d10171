import { png, pngOfRows } from './png.ts';
import { damaged, zipOf } from './zip.ts';

/** A small image that every good request uses. */
export const image = pngOfRows(['.........', '.###...#.', '.###.....', '.###.....', '.........']);

/** A request that has to be refused, and how. */
export interface BadRequest {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly expected: RegExp;
  readonly received: RegExp;
  readonly hint: RegExp;
  readonly position?: number;
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly body?: () => BodyInit | undefined;
}

const route = '/v1/morphological-filtering';
const fit = '/v1/jobs/morphological-filtering/fit';
const query = (text: string) => `${route}?${text}`;
const MiB = 1024 * 1024;
const zeros = new Uint8Array(MiB);

function chunked(bytes: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) {
        controller.close();
        return;
      }
      sent += zeros.length;
      controller.enqueue(zeros);
    },
  });
}

function form(parts: readonly [name: string, value: string | Buffer][]): () => FormData {
  return () => {
    const data = new FormData();
    for (const [name, value] of parts) {
      data.append(
        name,
        typeof value === 'string'
          ? value
          : new Blob([new Uint8Array(value)], { type: 'image/png' }),
      );
    }
    return data;
  };
}

const pngBody = (bytes: Uint8Array) => () => new Uint8Array(bytes);
const sequenceError = {
  status: 422,
  code: 'sequence-invalid',
  received: /./,
  hint: /./,
} as const;

/** Every request that has to be refused with a problem document. */
export const badRequests: readonly BadRequest[] = [
  {
    name: 'no image at all',
    status: 400,
    code: 'body-missing',
    expected: /image/,
    received: /empty body/,
    hint: /Send/,
    body: () => undefined,
  },
  {
    name: 'an empty body in chunks',
    status: 400,
    code: 'body-missing',
    expected: /image/,
    received: /empty body/,
    hint: /Send/,
    body: () => chunked(0),
  },
  {
    name: 'a truncated PNG',
    status: 422,
    code: 'image-truncated',
    expected: /IDAT|IEND/,
    received: /the end at byte/,
    hint: /cut off/,
    body: pngBody(image.subarray(0, -14)),
  },
  {
    name: 'a PNG that declares 100,000 x 100,000',
    status: 413,
    code: 'image-too-large',
    expected: /at most/,
    received: /100000 x 100000/,
    hint: /Scale/,
    body: pngBody(png(100_000, 100_000, Buffer.alloc(10))),
  },
  {
    name: 'a PNG of 65,494 x 5',
    status: 413,
    code: 'image-too-large',
    expected: /32767/,
    received: /65494 x 5/,
    hint: /Scale/,
    body: pngBody(png(65_494, 5, Buffer.alloc(5 * 8188))),
  },
  {
    name: 'a PNG that inflates to more than it declares',
    status: 422,
    code: 'image-unreadable',
    expected: /15 bytes/,
    received: /more/,
    hint: /damaged/,
    body: pngBody(png(9, 5, Buffer.alloc(4 * MiB))),
  },
  {
    name: 'a PNG that inflates to less than it declares',
    status: 422,
    code: 'image-truncated',
    expected: /15 bytes/,
    received: /3 bytes/,
    hint: /cut off/,
    body: pngBody(png(9, 5, Buffer.alloc(3))),
  },
  {
    name: 'text as image/png',
    status: 422,
    code: 'image-unreadable',
    expected: /PNG/,
    received: /none of them/,
    hint: /not an image/,
    body: () => 'just words',
  },
  {
    name: 'SVG as image/png',
    status: 415,
    code: 'image-format-unsupported',
    expected: /PNG/,
    received: /SVG/,
    hint: /Convert/,
    body: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
  },
  {
    name: 'an unknown operation',
    ...sequenceError,
    expected: /operation/,
    received: /opne/,
    hint: /Did you mean 'open'/,
    position: 11,
    path: query('sequence=open:disk1+opne:disk3'),
  },
  {
    name: 'an element over 255 x 255',
    status: 422,
    code: 'size-invalid',
    expected: /255/,
    received: /256x3/,
    hint: /./,
    position: 9,
    path: query('sequence=open:rect256x3'),
  },
  {
    name: '65 operations',
    ...sequenceError,
    expected: /at most 64 operations/,
    path: query(`sequence=${Array(65).fill('erode:square3').join('+')}`),
  },
  {
    name: 'no sequence',
    status: 400,
    code: 'parameter-missing',
    expected: /sequence/,
    received: /no sequence/,
    hint: /sequence=/,
    path: route,
  },
  {
    name: 'a sequence given twice',
    status: 400,
    code: 'parameter-repeated',
    expected: /sequence once/,
    received: /again/,
    hint: /once/,
    path: query('sequence=open:disk1&sequence=open:disk2'),
  },
  {
    name: 'an unknown parameter',
    status: 400,
    code: 'parameter-unknown',
    expected: /sequence, border, threshold/,
    received: /sequenze/,
    hint: /Remove/,
    path: query('sequence=open:disk1&sequenze=1'),
  },
  {
    name: 'an unknown border',
    status: 422,
    code: 'border-unknown',
    expected: /background, foreground, ignore/,
    received: /mirror/,
    hint: /border/,
    path: query('sequence=open:disk1&border=mirror'),
  },
  ...['300', '-1', '1e2', 'otsu2', 'sauvola:', 'sauvola:25', 'sauvola:25,-1'].map(
    (text): BadRequest => ({
      name: `the threshold ${text}`,
      status: 422,
      code: 'parameter-invalid',
      expected: /threshold: a level from 0 to 254, otsu, sauvola/,
      received: new RegExp(`^${text}$`),
      hint: /threshold/,
      path: query(`sequence=open:disk1&threshold=${text}`),
    }),
  ),
  {
    name: 'an even window',
    status: 422,
    code: 'value-invalid',
    expected: /odd window/,
    received: /4/,
    hint: /./,
    path: query('sequence=open:disk1&threshold=sauvola:4,0.2'),
  },
  {
    name: 'an unknown foreground',
    status: 422,
    code: 'parameter-invalid',
    expected: /auto, light, dark/,
    received: /grey/,
    hint: /foreground/,
    path: query('sequence=open:disk1&foreground=grey'),
  },
  {
    name: 'a page that is not there',
    status: 422,
    code: 'image-page-missing',
    expected: /page from 0 to 0/,
    received: /7/,
    hint: /1 page/,
    path: query('sequence=open:disk1&page=7'),
  },
  {
    name: 'the content type of a web form',
    status: 415,
    code: 'content-type-unsupported',
    expected: /image\/png/,
    received: /x-www-form-urlencoded/,
    hint: /Content-Type/,
    type: 'application/x-www-form-urlencoded',
  },
  {
    name: 'a compressed body',
    status: 415,
    code: 'content-type-unsupported',
    expected: /without content encoding/,
    received: /gzip/,
    hint: /Content-Type/,
    headers: { 'Content-Encoding': 'gzip' },
  },
  {
    name: '33 MiB announced',
    status: 413,
    code: 'body-too-large',
    expected: /33554432/,
    received: /34603008 bytes announced/,
    hint: /limits/,
    body: () => new Uint8Array(33 * MiB),
  },
  {
    name: '33 MiB in chunks',
    status: 413,
    code: 'body-too-large',
    expected: /33554432/,
    received: /more than 33554432 bytes/,
    hint: /limits/,
    body: () => chunked(33 * MiB),
  },
  {
    name: 'a form without a file',
    status: 400,
    code: 'body-malformed',
    expected: /one file/,
    received: /without a file/,
    hint: /image=@FILE/,
    type: '',
    body: form([['border', 'ignore']]),
  },
  {
    name: 'a form whose file has another name',
    status: 400,
    code: 'body-malformed',
    expected: /one file/,
    received: /field picture/,
    hint: /image=@FILE/,
    type: '',
    body: form([['picture', image]]),
  },
  {
    name: 'a form with two files',
    status: 400,
    code: 'body-malformed',
    expected: /one file/,
    received: /two files/,
    hint: /one file a request/,
    type: '',
    body: form([
      ['image', image],
      ['image', image],
    ]),
  },
  {
    name: 'a form with the image as text',
    status: 400,
    code: 'body-malformed',
    expected: /one file/,
    received: /image as text/,
    hint: /@/,
    type: '',
    body: form([['image', 'page.png']]),
  },
  {
    name: 'a form that repeats a parameter of the query',
    status: 400,
    code: 'parameter-repeated',
    expected: /sequence/,
    received: /both/,
    hint: /once/,
    type: '',
    body: form([
      ['image', image],
      ['sequence', 'open:disk1'],
    ]),
  },
  {
    name: 'a form that ends in the middle',
    status: 400,
    code: 'body-malformed',
    expected: /one file/,
    received: /framing is broken/,
    hint: /boundary/,
    type: 'multipart/form-data; boundary=b',
    body: () =>
      '--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\nContent-Type: image/png\r\n\r\nabc',
  },
  {
    name: 'a form without a boundary',
    status: 400,
    code: 'body-malformed',
    expected: /one file/,
    received: /without a boundary/,
    hint: /curl -F/,
    type: 'multipart/form-data',
  },
  {
    name: 'an unknown address',
    status: 404,
    code: 'route-unknown',
    expected: /address/,
    received: /\/v1\/morphological-filter$/,
    hint: /docs/,
    path: '/v1/morphological-filter',
  },
  {
    name: 'a wrong method',
    status: 405,
    code: 'method-not-allowed',
    expected: /POST/,
    received: /PUT/,
    hint: /Allow/,
    method: 'PUT',
  },
  {
    name: 'an Accept that cannot be served',
    status: 406,
    code: 'answer-not-acceptable',
    expected: /image\/png/,
    received: /text\/html/,
    hint: /\*\/\*/,
    headers: { Accept: 'text/html' },
  },
  {
    name: 'headers over 16 KiB',
    status: 431,
    code: 'header-too-large',
    expected: /16384/,
    received: /more/,
    hint: /headers/,
    headers: { 'X-Long': 'x'.repeat(17_000) },
  },
  {
    name: 'inference on what is not JSON',
    status: 400,
    code: 'body-malformed',
    expected: /JSON/,
    received: /not one/,
    hint: /validator/,
    path: '/v2/models/morphological-filtering/infer',
    type: 'application/json',
    body: () => '{"inputs":',
  },
  {
    name: 'inference whose shape and data differ',
    status: 422,
    code: 'parameter-invalid',
    expected: /4 elements/,
    received: /3/,
    hint: /agree/,
    path: '/v2/models/morphological-filtering/infer',
    type: 'application/json',
    body: () =>
      '{"inputs":[{"name":"image","datatype":"UINT8","shape":[2,2],"data":[0,0,0]}],"parameters":{"sequence":"open:disk1"}}',
  },
  {
    name: 'a learned filter that is not there',
    ...sequenceError,
    expected: /a learned filter: document-cleaning/,
    received: /cleening/,
    hint: /v1.models/,
    position: 19,
    path: query('sequence=open:disk1+learned:cleening'),
  },
  {
    name: 'a table of distances',
    status: 422,
    code: 'sequence-result',
    expected: /label/,
    received: /distance/,
    hint: /json/,
    path: query('sequence=distance'),
    headers: { Accept: 'text/csv' },
  },
  {
    name: 'all pages as one PNG',
    status: 406,
    code: 'answer-not-acceptable',
    expected: /application\/zip, image\/tiff/,
    received: /image\/png/,
    hint: /\*\/\*/,
    path: query('sequence=open:disk1&page=all'),
    headers: { Accept: 'image/png' },
  },
  {
    name: 'a page that is no number',
    status: 422,
    code: 'parameter-invalid',
    expected: /page: .*all/,
    received: /last/,
    hint: /page/,
    path: query('sequence=open:disk1&page=last'),
  },
  {
    name: 'a zip that is none',
    status: 422,
    code: 'zip-unreadable',
    expected: /zip/,
    received: /./,
    hint: /again/,
    type: 'application/zip',
    body: () => 'PK\x03\x04 and nothing that follows from it',
  },
  {
    name: 'a zip of words',
    status: 422,
    code: 'batch-failed',
    expected: /at least one image/,
    received: /words.txt: The image cannot be read/,
    hint: /not an image/,
    type: 'application/zip',
    body: () => zipOf({ 'words.txt': new TextEncoder().encode('no image at all') }),
  },
  {
    name: 'a zip of nothing',
    status: 422,
    code: 'batch-failed',
    expected: /at least one image/,
    received: /none/,
    hint: /Put image files/,
    type: 'application/zip',
    body: () => zipOf({}),
  },
  {
    name: 'a zip whose only image was altered',
    status: 422,
    code: 'batch-failed',
    expected: /at least one image/,
    received: /a.png: The zip file cannot be read/,
    hint: /again/,
    type: 'application/zip',
    body: () => damaged(zipOf({ 'a.png': image })),
  },
  {
    name: 'a zip of 501 images',
    status: 413,
    code: 'batch-too-large',
    expected: /at most 500 images/,
    received: /more/,
    hint: /several requests/,
    type: 'application/zip',
    body: () =>
      zipOf(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`${i}.png`, image]))),
  },
  {
    name: 'learning from a picture without its after picture',
    status: 422,
    code: 'pairs-incomplete',
    expected: /an after picture for every before picture/,
    received: /2 before and 1 after/,
    hint: /-F before=/,
    path: fit,
    type: '',
    body: form([
      ['before', image],
      ['after', image],
      ['before', image],
    ]),
  },
  {
    name: 'learning from a zip beside pictures',
    status: 422,
    code: 'pairs-incomplete',
    expected: /an after picture/,
    received: /zip of pairs and other files/,
    hint: /alone/,
    path: fit,
    type: '',
    body: form([
      ['pairs', image],
      ['after', image],
    ]),
  },
  {
    name: 'learning from what is no picture',
    status: 422,
    code: 'image-unreadable',
    expected: /PNG/,
    received: /before picture of pair 1/,
    hint: /not an image/,
    path: fit,
    type: '',
    body: form([
      ['before', Buffer.from('words')],
      ['after', image],
    ]),
  },
  {
    name: 'learning from too many pixels',
    status: 413,
    code: 'batch-too-large',
    expected: / 4000000 pixels/,
    received: /17000000/,
    hint: /Cut/,
    path: fit,
    type: '',
    body: form([
      ['before', png(17_000, 1_000, Buffer.alloc(8))],
      ['after', image],
    ]),
  },
  {
    name: 'learning from JSON',
    status: 415,
    code: 'content-type-unsupported',
    expected: /multipart\/form-data, application\/zip/,
    received: /application\/json/,
    hint: /Content-Type/,
    path: fit,
    type: 'application/json',
    body: () => '{}',
  },
  {
    name: 'learning from nothing',
    status: 400,
    code: 'body-missing',
    expected: /before, after, pairs/,
    received: /empty body/,
    hint: /Send/,
    path: fit,
    type: 'application/zip',
    body: () => undefined,
  },
  ...(
    [
      ['window', '4', /odd, 3 to 15/],
      ['window', '17', /odd, 3 to 15/],
      ['maxBytes', '65537', /0 to 65536/],
      ['restarts', '0', /1 to 64/],
      ['seed', '-1', /whole number/],
      ['operators', 'open,melt', /dilate, erode, open/],
    ] as const
  ).map(([name, value, expected]): BadRequest => ({
    name: `learning with ${name}=${value}`,
    status: 422,
    code: 'parameter-invalid',
    expected,
    received: new RegExp(value),
    hint: new RegExp(name),
    path: `${fit}?${name}=${value}`,
    type: '',
    body: form([
      ['before', image],
      ['after', image],
    ]),
  })),
  {
    name: 'learning without a job',
    status: 404,
    code: 'route-unknown',
    expected: /address/,
    received: /fit$/,
    hint: /docs/,
    path: `${route}/fit`,
  },
  {
    name: 'words as a model file',
    status: 422,
    code: 'model-unusable',
    expected: /a learned filter/,
    received: /./,
    hint: /v1.models/,
    path: '/v1/models',
    type: 'application/octet-stream',
    body: () => 'certainly no model file at all, but long enough to be one',
  },
  {
    name: 'an image as a model file',
    status: 415,
    code: 'content-type-unsupported',
    expected: /octet-stream/,
    received: /image\/png/,
    hint: /Content-Type/,
    path: '/v1/models',
  },
  {
    name: 'a model file over 1 MiB',
    status: 413,
    code: 'body-too-large',
    expected: /1048576/,
    received: /2097152/,
    hint: /limits/,
    path: '/v1/models',
    type: 'application/octet-stream',
    body: () => new Uint8Array(2 * MiB),
  },
  {
    name: 'the file of a model that is not there',
    status: 404,
    code: 'model-unknown',
    expected: /document-cleaning/,
    received: /nothing/,
    hint: /v1.models/,
    path: '/v1/models/nothing/file',
    method: 'GET',
    body: () => undefined,
  },
  {
    name: 'forgetting a model that ships',
    status: 404,
    code: 'model-unknown',
    expected: /no model/,
    received: /document-cleaning/,
    hint: /v1.models/,
    path: '/v1/models/document-cleaning',
    method: 'DELETE',
    body: () => undefined,
  },
];

/** Sends a bad request to a service. */
export function send(address: string, bad: BadRequest): Promise<Response> {
  const { path = query('sequence=open:square3'), method = 'POST', type = 'image/png' } = bad;
  const body = bad.body ? bad.body() : new Uint8Array(image);
  return fetch(`${address}${path}`, {
    method,
    headers: { ...(type === '' ? {} : { 'Content-Type': type }), ...bad.headers },
    ...(body === undefined ? {} : { body }),
    // A stream as body may be answered before it ends.
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
}
