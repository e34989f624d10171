import type { Problem } from '../../ui/problem.ts';
import type { Runner } from '../../ui/runner.ts';
import type { BatchRequest, RowBatch } from '../batch/protocol.ts';

/** What the page has to know of a model. */
export interface ModelInfo {
  readonly id: string;
  readonly bytes: number;
  readonly labels: readonly string[];
  /** The model's own threshold of each label. */
  readonly thresholds: readonly number[];
  readonly groups: readonly Group[];
  /** Languages that the model tells apart, each with thresholds of its own; none where it reads one. */
  readonly languages: readonly Language[];
  readonly licence: string;
  readonly source: string;
}

/** What decides in one language. */
export interface Language {
  /** Its code, as the model has it. */
  readonly name: string;
  readonly thresholds: readonly number[];
}

/** Labels that are told together, such as Ekman's emotions. */
export interface Group {
  readonly name: string;
  /** Indices of labels. */
  readonly members: readonly number[];
  readonly threshold: number;
}

/** All labels, or groups of them. */
export type View = 'labels' | 'groups';

/** A text to tell the emotions of. */
export interface Question {
  readonly text: string;
  readonly model: string;
  readonly runner: Runner;
  readonly view: View;
  /** The label or group whose words are wanted; null for the likeliest. */
  readonly chosen: string | null;
}

/** A part of the text and how loudly it spoke, in log-odds. */
export interface Voice {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** What the model heard. */
export interface Reading {
  readonly text: string;
  readonly model: string;
  readonly view: View;
  /** Probability of each label, in the model's order. */
  readonly scores: readonly number[];
  /** Features of the text that the model knows. */
  readonly known: number;
  /** Code of the language that decided, where the model reads several. */
  readonly language?: string;
  /** The label or group that the words spoke for. */
  readonly target: string;
  readonly words: readonly Voice[];
  /** The words that spoke loudest, for or against, loudest first. */
  readonly loudest: readonly Voice[];
  /** Milliseconds from question to answer. */
  readonly milliseconds: number;
}

/** What the page asks of the worker. */
export type Request =
  /** Loads a model ahead of the first question, and says nothing. */
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'batch'; readonly batch: BatchRequest };

/** What the worker tells the page. */
export type Reply =
  | { readonly kind: 'model'; readonly info: ModelInfo }
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'rows'; readonly rows: RowBatch; readonly share: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly problem: Problem };
