/** A request that has to be refused, and how. */
export interface BadRequest {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly expected: RegExp;
  readonly received?: RegExp;
  readonly hint?: RegExp;
  readonly body?: () => BodyInit;
  readonly type?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

export const route = '/v1/emotion-classification';
const json = (value: unknown) => () => JSON.stringify(value);
const MiB = 1024 * 1024;

const invalid = { status: 422, code: 'value-invalid' } as const;
const noTexts = {
  ...invalid,
  expected: /^texts: a string/,
  hint: /^(Send an object such as|Name the member "texts", as in) \{"texts": \["Thank you!"\]\}\.$/,
};
const malformed = { status: 400, code: 'body-malformed' } as const;
const lines = 'application/x-ndjson';

export const badRequests: readonly BadRequest[] = [
  { ...noTexts, name: 'no texts', body: json({}), received: /^no texts$/ },
  { ...noTexts, name: 'text for texts', body: json({ text: 'hi' }), received: /but "text"$/ },
  { ...noTexts, name: 'null', body: json(null), received: /^null$/ },
  { ...noTexts, name: 'a list', body: json(['x']), received: /^\["x"\]$/ },
  { ...noTexts, name: 'a list of nothing', body: json([]), received: /^\[\]$/ },
  { ...noTexts, name: 'a number alone', body: json(5), received: /^5$/ },
  { ...noTexts, name: 'a string alone', body: json('hi'), received: /^"hi"$/ },
  {
    ...invalid,
    name: 'an empty list',
    body: json({ texts: [] }),
    expected: /1 to 256/,
    hint: /^Send at least one text\.$/,
  },
  {
    ...invalid,
    name: '257 texts',
    body: json({ texts: Array.from({ length: 257 }, () => 'x') }),
    expected: /1 to 256/,
    hint: /x-ndjson/,
  },
  { ...invalid, name: 'a number', body: json({ texts: 7 }), expected: /^texts: a string/ },
  {
    ...invalid,
    name: 'a number in the list',
    body: json({ texts: ['x', 7] }),
    expected: /texts\[1\]/,
  },
  { ...invalid, name: 'null in the list', body: json({ texts: [null] }), expected: /texts\[0\]/ },
  {
    name: '20,001 characters',
    status: 413,
    code: 'text-too-long',
    body: json({ texts: 'x'.repeat(20_001) }),
    expected: /20000/,
  },
  {
    ...invalid,
    name: 'a word too much',
    body: json({ texts: 'x', top: 3 }),
    expected: /threshold/,
  },
  {
    ...invalid,
    name: 'a threshold of 2',
    body: json({ texts: 'x', threshold: 2 }),
    expected: /0 to 1/,
  },
  {
    ...invalid,
    name: 'a threshold of "0.3"',
    body: json({ texts: 'x', threshold: '0.3' }),
    expected: /0 to 1/,
  },
  { ...invalid, name: 'explain 1', body: json({ texts: 'x', explain: 1 }), expected: /labels/ },
  {
    name: 'reasons for no label',
    status: 422,
    code: 'label-unknown',
    body: json({ texts: 'x', explain: ['lve'] }),
    expected: /admiration/,
  },
  {
    name: 'a threshold for no label',
    status: 422,
    code: 'label-unknown',
    body: json({ texts: 'x', threshold: { lve: 0.1 } }),
    expected: /admiration/,
  },
  {
    name: 'another model',
    status: 404,
    code: 'model-unknown',
    body: json({ texts: 'x', model: '../../package.json' }),
    expected: /emotion-goemotions/,
  },
  { ...malformed, name: 'no JSON', body: () => '{"texts": "x"', expected: /JSON/ },
  { ...malformed, name: 'a NUL', body: () => '\0', expected: /JSON/ },
  {
    ...malformed,
    name: 'bytes that are no UTF-8',
    body: () => Uint8Array.of(0x22, 0xff, 0x22),
    expected: /UTF-8/,
  },
  {
    ...malformed,
    name: 'lists 10,000 deep',
    body: () => '['.repeat(10_000) + ']'.repeat(10_000),
    expected: /32 levels/,
  },
  {
    name: '3 MB of JSON',
    status: 413,
    code: 'body-too-large',
    body: () => JSON.stringify({ texts: 'x'.repeat(3 * MiB) }),
    expected: /262144|256/,
    hint: /application\/x-ndjson/,
  },
  {
    name: 'no body',
    status: 400,
    code: 'body-missing',
    body: () => '',
    expected: /texts/,
    hint: /^Send texts such as \{"texts": \["Thank you!"\]\} as the body/,
  },
  {
    name: 'no body for lines',
    status: 400,
    code: 'body-missing',
    type: lines,
    body: () => '',
    expected: /^lines$/,
    hint: /^Send lines as the body of the request\.$/,
  },
  {
    name: 'a text as plain text',
    status: 415,
    code: 'content-type-unsupported',
    type: 'text/plain',
    body: () => 'x',
    expected: /application\/json/,
  },
  {
    name: 'a body that is packed',
    status: 415,
    code: 'content-type-unsupported',
    headers: { 'Content-Encoding': 'gzip' },
    body: () => 'x',
    expected: /./,
  },
  {
    name: 'an answer as a picture',
    status: 406,
    code: 'answer-not-acceptable',
    headers: { Accept: 'image/png' },
    body: json({ texts: 'x' }),
    expected: /application\/json/,
  },
  {
    name: 'a parameter in the address',
    status: 400,
    code: 'parameter-unknown',
    path: `${route}?threshold=0.3`,
    body: json({ texts: 'x' }),
    expected: /./,
  },
  {
    name: 'a model in the address of a JSON body',
    status: 400,
    code: 'parameter-unknown',
    path: `${route}?model=emotion-xed`,
    body: json({ texts: 'x' }),
    expected: /a JSON body holds them/,
  },
  {
    ...invalid,
    name: 'a line with a model, to be answered in one document',
    type: lines,
    headers: { Accept: 'application/json' },
    body: () => '"a"\n{"text":"x","model":"emotion-xed"}\n',
    expected: /no wishes/,
  },
  { name: 'GET', status: 405, code: 'method-not-allowed', method: 'GET', expected: /POST/ },
  {
    ...malformed,
    name: 'a broken line, to be answered in one document',
    type: lines,
    headers: { Accept: 'application/json' },
    body: () => '"a"\n{',
    expected: /JSON/,
  },
  {
    ...invalid,
    name: 'a number as a line, to be answered in one document',
    type: lines,
    headers: { Accept: 'application/json' },
    body: () => '"a"\n7\n',
    expected: /texts\[1\]/,
  },
  {
    name: 'a threshold of 2 for lines',
    status: 422,
    code: 'parameter-invalid',
    type: lines,
    path: `${route}?threshold=2`,
    body: () => '"a"\n',
    expected: /0 to 1/,
  },
  {
    name: 'another model for lines',
    status: 404,
    code: 'model-unknown',
    type: lines,
    path: `${route}?model=none`,
    body: () => '"a"\n',
    expected: /emotion-goemotions/,
  },
  { ...invalid, name: 'empty lines only', type: lines, body: () => '\n\n', expected: /strings/ },
];

/** Sends a request as it stands. */
export function send(address: string, bad: BadRequest): Promise<Response> {
  const { method = 'POST', path = route, type = 'application/json', headers, body } = bad;
  return fetch(`${address}${path}`, {
    method,
    headers: { 'Content-Type': type, ...headers },
    ...(body && { body: body() }),
  });
}
