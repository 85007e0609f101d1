/** How Node, ZeroMQ and Python say that a port is taken. */
const complaint = /EADDRINUSE|address (?:is )?already in use/i;

/** The ports that a program, by what it printed, may have been refused: whether they are held must be looked at. */
export function refusedPorts(printed: string): number[] {
  if (!complaint.test(printed)) return [];
  const numbers = [...printed.matchAll(/(?::|\bport\W{1,3})(\d{2,5})\b/gi)].map(
    ([, number]) => Number(number),
  );
  return [...new Set(numbers)].filter((port) => port > 0 && port <= 65_535);
}
