import { useEffect, useRef, type ReactNode } from 'react';
import type { Voice } from '../listen/player.ts';
import type { Outcome } from '../run/protocol.ts';
import type { View } from '../state/settings.ts';
import { type Colour, spectrogram, waveform, WAVE_HEIGHT } from './paint.ts';
import styles from './lanes.module.css';

interface Props {
  readonly voice: Voice;
  readonly title: string;
  readonly outcome: Outcome | null;
  readonly view: View;
  readonly colours: readonly [Colour, Colour] | null;
  readonly heard: boolean;
  /** Where the sound is, 0 to 1. */
  readonly place: number;
  readonly onListen: () => void;
  /** Goes to a place, 0 to 1. */
  readonly onSeek: (place: number) => void;
  readonly children?: ReactNode;
}

const trackOf = ({ mixture, talkers }: Outcome, voice: Voice) =>
  voice === 'mixture' ? mixture : talkers[voice === 'first' ? 0 : 1];

/** The largest sample of all tracks, so that their heights compare. */
function loudest({ mixture, talkers }: Outcome): number {
  let most = 0;
  for (const { peaks } of [mixture, ...talkers]) {
    for (const value of peaks) most = Math.max(most, Math.abs(value));
  }
  return most;
}

/** One track over time: who it is, a picture to see and to point at, and what can be done with it. */
export function Lane(props: Props) {
  const { voice, title, outcome, view, colours, heard, place, onListen, onSeek, children } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    const context = current?.getContext('2d');
    if (!current || !context || !colours) return;
    if (!outcome) {
      context.clearRect(0, 0, current.width, current.height);
      return;
    }
    if (view === 'spectrogram') {
      const image = spectrogram(outcome.picture, voice, colours);
      [current.width, current.height] = [image.width, image.height];
      context.putImageData(image, 0, 0);
    } else {
      const { peaks } = trackOf(outcome, voice);
      [current.width, current.height] = [Math.max(1, peaks.length / 2), WAVE_HEIGHT];
      waveform(context, peaks, loudest(outcome), getComputedStyle(current).color);
    }
  }, [outcome, view, voice, colours]);

  return (
    <section className={styles.lane} data-voice={voice} data-heard={heard} aria-label={title}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.name}
          aria-pressed={heard}
          title={`Listen to ${title.toLowerCase()}`}
          onClick={onListen}
        >
          <span className={styles.dot} aria-hidden="true" />
          {title}
        </button>
        {children}
      </div>
      <div
        className={styles.track}
        onPointerDown={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect();
          onSeek((event.clientX - left) / width);
        }}
      >
        <canvas
          ref={canvas}
          className={styles.canvas}
          role="img"
          aria-label={`${title}, ${view} over time`}
          width={1}
          height={1}
        />
        {outcome && (
          <span
            className={styles.playhead}
            style={{ left: `${place * 100}%` }}
            aria-hidden="true"
          />
        )}
      </div>
    </section>
  );
}
