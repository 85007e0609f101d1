import type { ITheme } from "@xterm/xterm";

/** The sixteen colours of programs, for letters on a light terminal: each at least 4.5 : 1 on it. */
const onLight: ITheme = {
  black: "#1d2321",
  red: "#b42318",
  green: "#17703b",
  yellow: "#805300",
  blue: "#1259b3",
  magenta: "#8a3399",
  cyan: "#0b675c",
  white: "#5d6763",
  brightBlack: "#5d6763",
  brightRed: "#c02a1e",
  brightGreen: "#17703b",
  brightYellow: "#805300",
  brightBlue: "#1463c7",
  brightMagenta: "#9a3ea5",
  brightCyan: "#0d7468",
  brightWhite: "#3a4340",
  selectionBackground: "#bcdcd6",
  selectionInactiveBackground: "#d8e6e2",
  scrollbarSliderBackground: "#1d232126",
  scrollbarSliderHoverBackground: "#1d232140",
  scrollbarSliderActiveBackground: "#1d232159",
};

/** The same for a dark terminal. */
const onDark: ITheme = {
  black: "#7d8a94",
  red: "#ff9389",
  green: "#7fd3a2",
  yellow: "#e8bd6a",
  blue: "#8fbcff",
  magenta: "#d59be0",
  cyan: "#4fd1bf",
  white: "#d6dde3",
  brightBlack: "#8a97a3",
  brightRed: "#ffb0a8",
  brightGreen: "#9be3b8",
  brightYellow: "#f2d08d",
  brightBlue: "#add0ff",
  brightMagenta: "#e3b8eb",
  brightCyan: "#7fe0d2",
  brightWhite: "#ffffff",
  selectionBackground: "#2c4f4a",
  selectionInactiveBackground: "#22403b",
  scrollbarSliderBackground: "#ffffff26",
  scrollbarSliderHoverBackground: "#ffffff40",
  scrollbarSliderActiveBackground: "#ffffff59",
};

/** The colours of matches in a search; the addon wants them in the form #RRGGBB. */
export const matchColors = {
  matchBackground: "#e8bd6a",
  matchOverviewRuler: "#e8bd6a",
  activeMatchBackground: "#ff9d3c",
  activeMatchColorOverviewRuler: "#ff9d3c",
};

/** The colours of a terminal as the page has them now: `--term` and `--term-text`, and a palette that fits. */
export function terminalTheme(element: Element): ITheme {
  const style = getComputedStyle(element);
  const background = style.getPropertyValue("--term").trim();
  const foreground = style.getPropertyValue("--term-text").trim();
  const palette = isDark(background) ? onDark : onLight;
  return {
    ...palette,
    background,
    foreground,
    cursor: foreground,
    cursorAccent: background,
    overviewRulerBorder: background,
  };
}

/** Calls back when the page changes between light and dark. Returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
  return () => observer.disconnect();
}

/** Whether a colour such as `#10151a` is nearer to black than to white. */
function isDark(color: string): boolean {
  const digits = color.replace("#", "");
  const pairs =
    digits.length === 3
      ? [...digits].map((digit) => digit + digit)
      : (digits.match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) =>
    parseInt(pair, 16),
  );
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
