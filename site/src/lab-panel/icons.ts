/** The panel's icons, drawn in a square of 16. */
export const icons = {
  run: { d: "M4.5 3v10l8.5-5z", filled: true },
  stop: { d: "M4 4h8v8H4z", filled: true },
  pause: { d: "M5 3.5h1.8v9H5zM9.2 3.5H11v9H9.2z", filled: true },
  check: { d: "m3 8.5 3.2 3.2L13 4.8", filled: false },
  cross: { d: "m4 4 8 8m0-8-8 8", filled: false },
  more: {
    d: "M3.5 8h.01M8 8h.01M12.5 8h.01M3.2 8a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0m4.5 0a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0m4.5 0a.3.3 0 1 0 .6 0 .3.3 0 1 0-.6 0",
    filled: true,
  },
  maximise: {
    d: "M9.5 2.5h4v4m0-4-4.5 4.5M6.5 13.5h-4v-4m0 4L7 9",
    filled: false,
  },
  minimise: {
    d: "M13.5 6.5h-4v-4m0 4L14 2M2.5 9.5h4v4m0-4L2 14",
    filled: false,
  },
  up: { d: "m4 10 4-4 4 4", filled: false },
  down: { d: "m4 6 4 4 4-4", filled: false },
  reset: { d: "M3 3v3.5h3.5M3.3 6.3A5.2 5.2 0 1 1 2.8 9", filled: false },
  history: {
    d: "M8 4.6V8l2.3 1.6M2.6 8a5.4 5.4 0 1 0 1.7-3.9M2.6 2.6v2.8h2.8",
    filled: false,
  },
  lock: { d: "M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3", filled: false },
  bell: {
    d: "M8 2.2a3.6 3.6 0 0 0-3.6 3.6c0 3.4-1.4 4.7-1.4 4.7h10s-1.4-1.3-1.4-4.7A3.6 3.6 0 0 0 8 2.2M6.8 13.2h2.4",
    filled: false,
  },
  reopen: { d: "M8 3v10M3 8h10", filled: false },
} satisfies Record<string, { d: string; filled: boolean }>;

export type IconName = keyof typeof icons;
