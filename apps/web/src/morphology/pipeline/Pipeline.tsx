import { useEffect, useRef, useState, type Dispatch } from 'react';
import type { PageModel } from '../learned/models.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Action } from '../state/reducer.ts';
import { AddStep } from './AddStep.tsx';
import { moved, pipelineSteps, pipelineText, removed, toggled } from './pipeline-text.ts';
import { StepCard } from './StepCard.tsx';
import { StepThumbnail } from './StepThumbnail.tsx';
import styles from './pipeline.module.css';

interface Props {
  /** The pipeline's text, one that can be read. */
  readonly text: string;
  readonly models: readonly PageModel[];
  /** Steps that are run, of those that are on. */
  readonly through: number | null;
  readonly thumbnails: readonly ImageBitmap[];
  readonly dispatch: Dispatch<Action>;
}

/**
 * The pipeline as cards: a picture of each element, what the image looks like after the step, and
 * everything to build with: add, move by drag or keys, switch off, remove.
 */
export function Pipeline({ text, models, through, thumbnails, dispatch }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const steps = pipelineSteps(text);
  const count = steps.filter(({ on }) => on).length;
  const shown = Math.min(through ?? count, count);

  // A card that was moved keeps the focus, though it stands elsewhere now.
  useEffect(() => {
    if (focused === null) return;
    list.current?.querySelector<HTMLElement>(`[data-card="${focused}"]`)?.focus();
    setFocused(null);
  }, [focused]);

  const show = (index: number) => {
    dispatch({ type: 'step-shown', through: index === count ? null : index });
  };
  const change = (next: ReturnType<typeof pipelineSteps>) => {
    dispatch({ type: 'sequence-chosen', text: pipelineText(next) });
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.length || to === from) return;
    change(moved(steps, from, to));
    setFocused(to);
    setSaid(`${steps[from]!.text} is step ${to + 1} of ${steps.length} now`);
  };
  const drop = () => {
    if (dragged !== null && over !== null) move(dragged, over > dragged ? over - 1 : over);
    setDragged(null);
    setOver(null);
  };

  let number = 0;
  return (
    <>
      <ol ref={list} className={styles.steps} aria-label="Steps of the pipeline">
        <li className={styles.item}>
          <button
            type="button"
            className={styles.card}
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
            <StepThumbnail picture={thumbnails[0]} />
          </button>
        </li>
        {steps.map((step, index) => {
          if (step.on) number += 1;
          const place = number;
          return (
            <StepCard
              key={`${index} ${step.text}`}
              step={step}
              index={index}
              last={steps.length - 1}
              number={place}
              shown={step.on && shown === place}
              passed={step.on && shown >= place}
              thumbnail={step.on ? thumbnails[place] : undefined}
              marked={over === index ? 'before' : over === index + 1 ? 'after' : undefined}
              onShow={() => {
                show(place);
              }}
              onMove={(to) => {
                move(index, to);
              }}
              onToggle={() => {
                change(toggled(steps, index));
                setSaid(`${step.text} is switched ${step.on ? 'off' : 'on'}`);
              }}
              onRemove={() => {
                change(removed(steps, index));
                setSaid(`${step.text} is removed`);
              }}
              onDragStart={() => {
                setDragged(index);
              }}
              onDragOver={(behind) => {
                if (dragged !== null) setOver(index + (behind ? 1 : 0));
              }}
              onDragEnd={drop}
            />
          );
        })}
        <li className={styles.add}>
          <AddStep
            models={models}
            onAdd={(added) => {
              change([...steps, { text: added, on: true }]);
              setSaid(`${added} is added as step ${steps.length + 1}`);
            }}
          />
        </li>
      </ol>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}
