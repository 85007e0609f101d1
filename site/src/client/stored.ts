/**
 * What this browser remembers. A browser may forbid storage altogether: then nothing is remembered, and nothing
 * fails.
 */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Remembers `value`, or forgets what was there when it is null. */
export function writeStored(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Forbidden or full: see above.
  }
}
