/**
 * Compiles every kernel family to a TypeScript file of base64 bytes, so that the kernels start
 * from memory alike in Node, a browser, a worker and a bundle.
 *
 *   node assembly/build.mjs [family ...]
 *
 * A family is a folder `assembly/<family>/`. Its plain `*.ts` files are its sources and `index.ts`
 * is the entry. Where the folder holds a `generate.mjs`, that module's default export is a
 * function returning `{ 'file.ts': text, ... }`; those files are laid over the plain ones. The
 * sources are compiled from `build/assembly/<family>/` to `src/generated/<family>.ts`.
 *
 * A folder whose name ends in `-scalar` is compiled without SIMD, one whose name ends in `-shared`
 * for memory that threads share. A family whose sources did not change is skipped: the hash of its
 * inputs stands in the first line of its output.
 */
/* global WebAssembly */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const library = fileURLToPath(new URL('..', import.meta.url));
const generated = join(library, 'src', 'generated');

/**
 * Kernels own no memory: it is imported, nothing is laid out in it at compile time (the data
 * section is refused below), and no run-time of the language is linked.
 */
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--initialMemory', '1'];

/** Shared memory has a fixed limit: 1 GiB, of which only what is used is ever backed. */
const sharedFlags = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '16384'];

const wanted = process.argv.slice(2);
const families = readdirSync(join(library, 'assembly'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => wanted.length === 0 || wanted.includes(name));

mkdirSync(generated, { recursive: true });
for (const family of families) await build(family);

async function build(family) {
  const sources = await sourcesOf(family);
  if (!('index.ts' in sources)) throw new Error(`assembly/${family} has no index.ts`);
  const simd = !family.endsWith('-scalar');
  const options = [
    ...flags,
    ...(simd ? ['--enable', 'simd'] : []),
    ...(family.endsWith('-shared') ? sharedFlags : []),
  ];
  const hash = createHash('sha256')
    .update(JSON.stringify([asc.version, options, Object.entries(sources).sort()]))
    .digest('hex');
  const head = `// inputs ${hash}`;
  const output = join(generated, `${family}.ts`);
  if (existsSync(output) && readFileSync(output, 'utf8').startsWith(head)) {
    console.log(`${family}: unchanged`);
    return;
  }

  const folder = join(library, 'build', 'assembly', family);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(sources)) writeFileSync(join(folder, file), text);
  const bytes = await compile(family, join(folder, 'index.ts'), options);
  refuseOwnData(family, bytes);

  const text = `${head}
/** The compiled ${family} kernels: WebAssembly ${simd ? 'with' : 'without'} SIMD, in base64. */
export const ${constantName(family)} = {
  name: '${family}',
  simd: ${simd},
  size: ${bytes.length},
  base64:
    '${bytes.toString('base64')}',
} as const;
`;
  // Written beside and renamed, so that a reader never sees half a file.
  const partial = `${output}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, output);
  console.log(`${family}: ${bytes.length} bytes of WebAssembly`);
}

/** The sources of a family by file name: plain files, overlaid by generated ones. */
async function sourcesOf(family) {
  const folder = join(library, 'assembly', family);
  const plain = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const sources = Object.fromEntries(
    plain.map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  const generator = join(folder, 'generate.mjs');
  if (!existsSync(generator)) return sources;
  const { default: generate } = await import(pathToFileURL(generator).href);
  return { ...sources, ...generate() };
}

async function compile(family, entry, options) {
  let bytes;
  const { error, stderr } = await asc.main([entry, '--outFile', 'kernels.wasm', ...options], {
    readFile: (name) => (existsSync(name) ? readFileSync(name, 'utf8') : null),
    writeFile: (_name, contents) => (bytes = Buffer.from(contents)),
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`${family}: ${stderr.toString()}`, { cause: error });
  return bytes;
}

/** A module that brings its own bytes would overwrite what the allocator handed out. */
function refuseOwnData(family, bytes) {
  const module = new WebAssembly.Module(bytes);
  const foreign = WebAssembly.Module.imports(module).filter((entry) => entry.kind !== 'memory');
  if (foreign.length > 0) {
    throw new Error(`${family} imports ${foreign.map((entry) => entry.name).join(', ')}`);
  }
  const dataSection = 11;
  let at = 8;
  while (at < bytes.length) {
    const section = bytes[at++];
    let size = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) {
      byte = bytes[at++];
      size |= (byte & 0x7f) << shift;
    }
    if (section === dataSection) throw new Error(`${family} holds static data`);
    at += size;
  }
}

function constantName(family) {
  return `${family.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}Binary`;
}
