import { useId, type Dispatch } from 'react';
import { EMOTION_LIMITS } from '@onebit/emotion-classification';
import type { Reading } from '../run/protocol.ts';
import type { Action } from '../state/reducer.ts';
import { colouredParts } from './coloured-parts.ts';
import { examples } from './examples.ts';
import styles from './text-field.module.css';

/** From how many characters on they are counted. */
const counted = 15_000;
/** Longer texts are set without kerning. */
const long = 2000;
const whole = new Intl.NumberFormat('en');

/** Where the text is typed; its words are coloured by what they say for one label. */
export function TextField({
  text,
  reading,
  dispatch,
}: {
  readonly text: string;
  readonly reading: Reading | null;
  readonly dispatch: Dispatch<Action>;
}) {
  const id = useId();
  const { characters } = EMOTION_LIMITS;
  const tooLong = text.length > characters;
  return (
    <div>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={id}>
          Text
        </label>
        <ul className={styles.examples} aria-label="Examples">
          {examples.map((example, at) => (
            <li key={example}>
              <button
                type="button"
                className={styles.example}
                aria-pressed={text === example}
                aria-label={`Example ${at + 1}: ${example}`}
                title={example}
                onClick={() => {
                  dispatch({ type: 'typed', text: example });
                }}
              >
                {at + 1}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={styles.box} data-faulty={tooLong ? '' : undefined}>
        <div className={styles.layers} data-long={text.length > long ? '' : undefined}>
          <div className={styles.colours} aria-hidden="true">
            {colouredParts(text, reading?.words ?? []).map(({ from, part, voice }) =>
              voice === 0 ? (
                part
              ) : (
                <span
                  key={from}
                  className={voice > 0 ? styles.for : styles.against}
                  style={{ '--loud': Math.abs(voice) } as React.CSSProperties}
                >
                  {part}
                </span>
              ),
            )}
            {'\u200b'}
          </div>
          <textarea
            id={id}
            className={styles.text}
            value={text}
            placeholder="Write something and watch the bars"
            spellCheck={false}
            autoCapitalize="none"
            aria-invalid={tooLong}
            onChange={({ currentTarget }) => {
              dispatch({ type: 'typed', text: currentTarget.value });
            }}
          />
        </div>
      </div>
      {text.length > counted && (
        <p className={styles.count} data-faulty={tooLong ? '' : undefined}>
          {whole.format(text.length)} of {whole.format(characters)} characters
        </p>
      )}
    </div>
  );
}
