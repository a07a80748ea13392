import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Of stdout and stderr those that are no terminals, by where they lead: two that lead to the same place (`2>&1`) share
 * a pipe, which keeps what is printed to them in order.
 */
export function maskedStreams(): number[][] {
  const streams = [1, 2].filter(fd => !isatty(fd));
  return streams.length === 2 && place(1) === place(2) ? [streams] : streams.map(fd => [fd]);
}

function place(fd: number): string {
  const { dev, ino } = fstatSync(fd, { bigint: true });
  return `${dev}:${ino}`;
}
