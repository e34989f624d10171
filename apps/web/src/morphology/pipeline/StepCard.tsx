import type { DragEvent, KeyboardEvent } from 'react';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { modelNames } from '../learned/models.ts';
import { ElementPicture } from '../sequence/ElementPicture.tsx';
import { readSequence, shapeOf } from '../sequence/parse.ts';
import type { PipelineStep } from './pipeline-text.ts';
import { StepThumbnail } from './StepThumbnail.tsx';
import styles from './pipeline.module.css';

interface Props {
  readonly step: PipelineStep;
  /** Its place among all steps, from 0, and that of the last one. */
  readonly index: number;
  readonly last: number;
  /** Its number among the steps that are on, from 1. */
  readonly number: number;
  readonly shown: boolean;
  readonly passed: boolean;
  readonly thumbnail: ImageBitmap | undefined;
  /** Where the line stands that shows where a dragged card would land. */
  readonly marked: 'before' | 'after' | undefined;
  readonly onShow: () => void;
  readonly onMove: (to: number) => void;
  readonly onToggle: () => void;
  readonly onRemove: () => void;
  readonly onDragStart: () => void;
  /** Told whether the pointer is over the card's second half. */
  readonly onDragOver: (behind: boolean) => void;
  readonly onDragEnd: () => void;
}

/** The operation, its argument and the picture of its element, read from the step's own text. */
function describe(text: string) {
  const name = /^learned:(.+)$/.exec(text)?.[1];
  const known = name === undefined ? [] : [name];
  const [step] = readSequence(text, [...modelNames([]), ...known]).steps;
  if (!step) return { operation: text, detail: '', shape: undefined };
  const detail = step.arguments.join(' ');
  return { operation: step.operation, detail, shape: shapeOf(step) };
}

/** One step of the pipeline. */
export function StepCard(props: Props) {
  const { step, index, last, number, shown, passed, thumbnail, marked } = props;
  const { text, on } = step;
  const { operation, detail, shape } = describe(text);
  const place = `step ${index + 1}, ${text}`;

  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (event.altKey && by !== undefined) {
      event.preventDefault();
      props.onMove(index + by);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      props.onRemove();
    }
  };
  const onDragOver = (event: DragEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    event.preventDefault();
    props.onDragOver(event.clientX > left + width / 2);
  };

  return (
    <li
      className={styles.item}
      data-marked={marked}
      data-off={on ? undefined : ''}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', text);
        props.onDragStart();
      }}
      onDragOver={onDragOver}
      onDrop={(event) => {
        event.preventDefault();
      }}
      onDragEnd={props.onDragEnd}
    >
      <button
        type="button"
        className={styles.card}
        data-card={index}
        data-passed={passed ? '' : undefined}
        aria-pressed={shown}
        aria-label={
          on
            ? `Step ${number}, ${text}: show the image after it. Alt and an arrow key move it`
            : `Switched off: ${text}. Alt and an arrow key move it`
        }
        onClick={on ? props.onShow : props.onToggle}
        onKeyDown={onKeyDown}
      >
        <span className={styles.picture}>
          {shape ? (
            <ElementPicture shape={shape} name={detail} />
          ) : (
            <span className={styles.number}>{on ? number : '–'}</span>
          )}
        </span>
        <span className={styles.words}>
          <span className={styles.operation}>{operation}</span>
          {detail && <span className={styles.detail}>{detail}</span>}
        </span>
        {on && <StepThumbnail picture={thumbnail} />}
      </button>
      <span className={styles.tools}>
        <Tool
          icon="previous"
          label={`Move ${place} forward`}
          disabled={index === 0}
          onClick={() => {
            props.onMove(index - 1);
          }}
        />
        <Tool
          icon="next"
          label={`Move ${place} back`}
          disabled={index === last}
          onClick={() => {
            props.onMove(index + 1);
          }}
        />
        <Tool
          icon={on ? 'eye' : 'eyeOff'}
          label={`Switch ${place} ${on ? 'off' : 'on'}`}
          onClick={props.onToggle}
        />
        <Tool icon="close" label={`Remove ${place}`} onClick={props.onRemove} />
      </span>
    </li>
  );
}

function Tool({
  icon,
  label,
  disabled = false,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} size={12} />
    </button>
  );
}
