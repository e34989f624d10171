import type { Dispatch } from 'react';
import type { Step } from '@onebit/morphology';
import { Icon } from '../../ui/Icon.tsx';
import type { Action } from '../state/reducer.ts';
import { ElementPicture } from './ElementPicture.tsx';
import { shapeOf } from './parse.ts';
import styles from './steps.module.css';

interface Props {
  readonly steps: readonly Step[];
  readonly through: number | null;
  readonly dispatch: Dispatch<Action>;
}

/** The sequence as cards with a picture of each element; a card shows the image after its step. */
export function Steps({ steps, through, dispatch }: Props) {
  const shown = Math.min(through ?? steps.length, steps.length);
  const show = (index: number) => {
    dispatch({ type: 'step-shown', through: index === steps.length ? null : index });
  };
  const remove = (index: number) => {
    const text = steps.filter((_, other) => other !== index).join(' + ');
    dispatch({ type: 'sequence-chosen', text });
  };
  return (
    <ol className={styles.steps} aria-label="Steps of the sequence">
      <li className={styles.item}>
        <button
          type="button"
          className={styles.step}
          aria-pressed={shown === 0}
          aria-label="Input: show the image before any step"
          onClick={() => {
            show(0);
          }}
        >
          <span className={styles.picture}>
            <Icon name="image" size={20} />
          </span>
          <span className={styles.words}>
            <span className={styles.operation}>Input</span>
          </span>
        </button>
      </li>
      {steps.map((step, index) => (
        <li key={`${index} ${step.toString()}`} className={styles.item}>
          <StepButton
            step={step}
            number={index + 1}
            shown={shown === index + 1}
            passed={shown > index}
            onShow={() => {
              show(index + 1);
            }}
          />
          <button
            type="button"
            className={styles.remove}
            aria-label={`Remove step ${index + 1}, ${step.toString()}`}
            onClick={() => {
              remove(index);
            }}
          >
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
    </ol>
  );
}

interface StepProps {
  readonly step: Step;
  readonly number: number;
  readonly shown: boolean;
  readonly passed: boolean;
  readonly onShow: () => void;
}

function StepButton({ step, number, shown, passed, onShow }: StepProps) {
  const shape = shapeOf(step);
  const detail = step.arguments.join(' ');
  return (
    <button
      type="button"
      className={styles.step}
      aria-pressed={shown}
      data-passed={passed ? '' : undefined}
      aria-label={`Step ${number}, ${step.toString()}: show the image after it`}
      onClick={onShow}
    >
      <span className={styles.picture}>
        {shape ? (
          <ElementPicture shape={shape} name={detail} />
        ) : (
          <span className={styles.number}>{number}</span>
        )}
      </span>
      <span className={styles.words}>
        <span className={styles.operation}>{step.operation}</span>
        {detail && <span className={styles.detail}>{detail}</span>}
      </span>
    </button>
  );
}
