/** The icons' strokes on a 16 by 16 grid, drawn for this page. */
const strokes = {
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6zM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
  moon: 'M13.4 9.6A5.7 5.7 0 0 1 6.4 2.6a5.7 5.7 0 1 0 7 7z',
  contrast: 'M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 0 0 0-11.6zM8 2.2v11.6M8 5h4.9M8 8h5.8M8 11h4.9',
  lock: 'M4 7.2h8v6H4zM5.6 7.2V5.1a2.4 2.4 0 0 1 4.8 0v2.1',
  server: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  undo: 'M5.6 3 2.8 5.8l2.8 2.8M2.8 5.8h6.4a4 4 0 0 1 0 8H6.4',
  redo: 'M10.4 3l2.8 2.8l-2.8 2.8M13.2 5.8H6.8a4 4 0 0 0 0 8h2.8',
  plus: 'M8 3.2v9.6M3.2 8h9.6',
  minus: 'M3.2 8h9.6',
  fit: 'M2.8 6V2.8H6M10 2.8h3.2V6M13.2 10v3.2H10M6 13.2H2.8V10',
  download: 'M8 2.5v7.6M4.8 7.2L8 10.4l3.2-3.2M2.8 13.2h10.4',
  share:
    'M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.4 6.6a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l1-1',
  image: 'M2.5 3h11v10h-11zM2.5 11l3.2-3.4l2.6 2.7l1.7-1.7l3.5 3.4M10.6 5.8h.01',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h4',
  previous: 'M9.8 3.8L5.6 8l4.2 4.2',
  next: 'M6.2 3.8L10.4 8l-4.2 4.2',
  play: 'M5 3.2v9.6L12.6 8z',
  pause: 'M5.2 3.4v9.2M10.8 3.4v9.2',
  stop: 'M4.2 4.2h7.6v7.6H4.2z',
  microphone:
    'M8 2.2a2 2 0 0 0-2 2v3.4a2 2 0 0 0 4 0V4.2a2 2 0 0 0-2-2zM3.8 7.4a4.2 4.2 0 0 0 8.4 0M8 11.6v2.2',
  wave: 'M2 8h.01M4.4 5.6v4.8M6.8 3v10M9.2 5v6M11.6 6.6v2.8M14 8h.01',
  eye: 'M1.8 8C3.4 5.2 5.5 3.8 8 3.8S12.6 5.2 14.2 8c-1.6 2.8-3.7 4.2-6.2 4.2S3.4 10.8 1.8 8zM8 6.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 0 0 0-3.6z',
  eyeOff:
    'M1.8 8C3.4 5.2 5.5 3.8 8 3.8S12.6 5.2 14.2 8c-1.6 2.8-3.7 4.2-6.2 4.2S3.4 10.8 1.8 8zM3 13L13 3',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.6l3.2 3.2L13 4.6',
  sides: 'M2.5 3h11v10h-11zM8 3v10',
  slider: 'M2.5 3h11v10h-11zM8 1.5v13M6.2 6.6L4.8 8l1.4 1.4M9.8 6.6L11.2 8L9.8 9.4',
  difference:
    'M6 3.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 0 0 0-9.2zM10 3.4a4.6 4.6 0 1 1 0 9.2a4.6 4.6 0 0 1 0-9.2z',
} as const;

export type IconName = keyof typeof strokes;

/** A picture beside a word; it says nothing of its own to a screen reader. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.35"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={strokes[name]} />
    </svg>
  );
}
