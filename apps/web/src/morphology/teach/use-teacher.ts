import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Problem } from '../../ui/problem.ts';
import type { Example, Picture } from './pictures.ts';
import type { Taught, TeachReply, TeachRequest } from './protocol.ts';

/** What the lesson is at. */
export type Lesson =
  | { readonly state: 'idle' }
  | { readonly state: 'working'; readonly fraction: number; readonly doing: string }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'taught'; readonly taught: Taught };

interface State {
  readonly examples: readonly Example[];
  readonly lesson: Lesson;
  readonly nextId: number;
}

type Action =
  | { readonly type: 'added'; readonly pairs: readonly { before: Picture; after: Picture }[] }
  | {
      readonly type: 'drawn';
      readonly id: number;
      readonly side: 'before' | 'after';
      readonly picture: Picture;
    }
  | { readonly type: 'removed'; readonly id: number }
  | { readonly type: 'cleared' }
  | { readonly type: 'lesson'; readonly lesson: Lesson };

/** Pictures that changed no longer show what was learned from them. */
function untaught(examples: readonly Example[]): Example[] {
  return examples.map(({ id, before, after }) => ({ id, before, after }));
}

const idle: Lesson = { state: 'idle' };

function reduce(state: State, action: Action): State {
  const examples = untaught(state.examples);
  switch (action.type) {
    case 'added': {
      const added = action.pairs.map((pair, index) => ({ ...pair, id: state.nextId + index }));
      return {
        examples: [...examples, ...added],
        lesson: idle,
        nextId: state.nextId + added.length,
      };
    }
    case 'drawn':
      return {
        ...state,
        lesson: idle,
        examples: examples.map((example) =>
          example.id === action.id ? { ...example, [action.side]: action.picture } : example,
        ),
      };
    case 'removed':
      return { ...state, lesson: idle, examples: examples.filter(({ id }) => id !== action.id) };
    case 'cleared':
      return { ...state, lesson: idle, examples: [] };
    case 'lesson': {
      const { lesson } = action;
      if (lesson.state !== 'taught') return { ...state, lesson };
      const { results } = lesson.taught;
      return {
        ...state,
        lesson,
        examples: state.examples.map((example, index) => {
          const result = results[index];
          return result ? { ...example, result } : example;
        }),
      };
    }
  }
}

/** The examples and the worker that learns from them; a busy worker is ended to stop it. */
export function useTeacher() {
  const [state, dispatch] = useReducer(reduce, { examples: [], lesson: idle, nextId: 0 });
  const worker = useRef<Worker | null>(null);
  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  const ask = useCallback(
    (request: TeachRequest) => {
      stop();
      const started = new Worker(new URL('./teach.worker.ts', import.meta.url), { type: 'module' });
      worker.current = started;
      dispatch({ type: 'lesson', lesson: { state: 'working', fraction: 0, doing: '' } });
      started.onmessage = ({ data }: MessageEvent<TeachReply>) => {
        if (data.kind === 'progress') {
          const { fraction, doing } = data;
          dispatch({ type: 'lesson', lesson: { state: 'working', fraction, doing } });
          return;
        }
        stop();
        if (data.kind === 'pairs') dispatch({ type: 'added', pairs: data.pairs });
        else if (data.kind === 'taught') {
          dispatch({ type: 'lesson', lesson: { state: 'taught', taught: data.taught } });
        } else dispatch({ type: 'lesson', lesson: { state: 'failed', problem: data.problem } });
      };
      started.onerror = (event) => {
        stop();
        const problem: Problem = {
          title: 'The learning stopped',
          received: event.message || 'an error without a message',
          hint: 'Try fewer or smaller pictures.',
        };
        dispatch({ type: 'lesson', lesson: { state: 'failed', problem } });
      };
      started.postMessage(request);
    },
    [stop],
  );
  const cancel = useCallback(() => {
    stop();
    dispatch({ type: 'lesson', lesson: idle });
  }, [stop]);
  return { ...state, dispatch, ask, cancel };
}

/** What {@link useTeacher} gives. */
export type Teacher = ReturnType<typeof useTeacher>;
