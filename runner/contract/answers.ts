/**
 * What a terminal sends by itself because a program asked it: attributes, status, modes, sizes, focus (CSI … c, n, R, y, t, I, O),
 * settings and colours (DCS, OSC). No key sends these, but for a modified F3 in the first line, which terminals do not tell apart.
 */
const answers =
  /^(?:\u001b\[[?>]?[\d;]*(?:\$y|[cnRtIO])|\u001b[P\]][^\u001b]*\u001b\\)+$/;

const latin1 = new TextDecoder("latin1");

/** Whether `bytes`, typed into a terminal, are nothing but a terminal's own answers to a program's questions. */
export function isTerminalAnswer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1b && answers.test(latin1.decode(bytes));
}
