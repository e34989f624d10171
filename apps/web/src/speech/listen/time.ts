/** Seconds as minutes and seconds, with tenths where the whole is shorter than a minute. */
export function clock(seconds: number, whole = seconds): string {
  const digits = whole < 60 ? 1 : 0;
  const rounded = Number(seconds.toFixed(digits));
  const minutes = Math.floor(rounded / 60);
  const rest = (rounded - minutes * 60).toFixed(digits).padStart(digits ? 4 : 2, '0');
  return `${minutes}:${rest}`;
}

/** A length of time in words. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
