/** The error codes that the page about errors explains, in its order. Lessons and failed checks link to them. */
export const errorCodes = [
  "EADDRINUSE",
  "EFSM",
  "EAGAIN",
  "EBUSY",
  "EBADF",
  "EHOSTUNREACH",
  "EINVAL",
  "ENODEV",
  "EPROTONOSUPPORT",
  "ENOCOMPATPROTO",
  "ENAMETOOLONG",
  "ETERM",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where the entry of a code is, below the site's base. */
export const errorEntry = (code: ErrorCode): string =>
  `reference/errors/#${code.toLowerCase()}`;
