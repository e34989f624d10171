import { png, pngOfRows } from './png.ts';

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
