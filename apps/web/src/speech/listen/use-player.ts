import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Outcome } from '../run/protocol.ts';
import { Player, type Voice } from './player.ts';

/** A player as the page sees it. */
export interface Listening {
  readonly playing: boolean;
  /** Seconds from the beginning. */
  readonly position: number;
  readonly voice: Voice;
  readonly toggle: () => void;
  readonly seek: (seconds: number) => void;
  readonly listen: (voice: Voice) => void;
}

/** Plays the result; one made anew of the same recording goes on where the last one was. */
export function usePlayer(outcome: Outcome | null): Listening {
  const player = useRef<Player | null>(null);
  const loaded = useRef<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const [voice, setVoice] = useState<Voice>('mixture');

  useEffect(() => {
    const own = new Player();
    own.onEnd = () => {
      setPlaying(false);
      setPosition(own.position);
    };
    player.current = own;
    return () => {
      own.dispose();
    };
  }, []);

  useEffect(() => {
    const { current } = player;
    if (!current) return;
    const isNew = loaded.current !== (outcome?.recording ?? null);
    if (outcome) {
      current.load(outcome, isNew);
      loaded.current = outcome.recording;
    } else {
      current.pause();
    }
    setPlaying(current.playing);
    setPosition(current.position);
  }, [outcome]);

  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    const follow = () => {
      setPosition(player.current?.position ?? 0);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [playing]);

  const toggle = useCallback(() => {
    const { current } = player;
    if (!current) return;
    if (current.playing) current.pause();
    else current.play();
    setPlaying(current.playing);
    setPosition(current.position);
  }, []);
  const seek = useCallback((seconds: number) => {
    player.current?.seek(seconds);
    setPosition(player.current?.position ?? 0);
  }, []);
  const listen = useCallback((chosen: Voice) => {
    player.current?.listen(chosen);
    setVoice(chosen);
  }, []);
  return useMemo(
    () => ({ playing, position, voice, toggle, seek, listen }),
    [playing, position, voice, toggle, seek, listen],
  );
}
