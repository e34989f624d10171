import { LearnedFilter } from '@onebit/morphology';
import { problemOf, type Problem } from '../../ui/problem.ts';
import { nameFor, type PageModel } from './models.ts';

/** Whether a file is to be read as a model and not as an image. */
export function isModelFile({ name }: { readonly name: string }): boolean {
  return name.toLowerCase().endsWith('.safetensors');
}

/** Largest model file that is read: those of filters have some kilobytes. */
const mostBytes = 1024 * 1024;

/** Reads a model file, or says why it is none. */
export async function readModelFile(
  file: File,
  taken: readonly string[],
): Promise<{ readonly model: PageModel } | { readonly problem: Problem }> {
  try {
    if (file.size > mostBytes) {
      return {
        problem: {
          title: 'The model file is too large',
          expected: `at most ${mostBytes} bytes`,
          received: `${file.size} bytes`,
          hint: 'Load a file that this page, the service or LearnedFilter.toModel wrote.',
        },
      };
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    LearnedFilter.fromModel(bytes);
    return { model: { name: nameFor(file.name, taken), file: bytes } };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}
