/** The sequence's text with what came before it and what was undone. */
export interface History {
  readonly past: readonly string[];
  readonly present: string;
  readonly future: readonly string[];
  /** Whether the present is still being typed: the next keystroke replaces it. */
  readonly typing: boolean;
}

/** Steps that are remembered. */
const depth = 100;

export function startHistory(present: string): History {
  return { past: [], present, future: [], typing: false };
}

/** A change that stands on its own, such as a preset. */
export function change(history: History, text: string): History {
  if (text === history.present) return { ...history, typing: false };
  return {
    past: [...history.past, history.present].slice(-depth),
    present: text,
    future: [],
    typing: false,
  };
}

/** A keystroke: a burst of them counts as one change, from the first to {@link settle}. */
export function type(history: History, text: string): History {
  if (text === history.present) return history;
  if (history.typing) return { ...history, present: text, future: [] };
  return { ...change(history, text), typing: true };
}

/** Ends a burst of keystrokes. */
export function settle(history: History): History {
  return history.typing ? { ...history, typing: false } : history;
}

export function undo(history: History): History {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    typing: false,
  };
}

export function redo(history: History): History {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, typing: false };
}
