import { spawnSync } from 'node:child_process';
import { onPath } from './on-path.ts';

/** So long it may take: in the background it is stopped, and would stay so. */
const PATIENCE_MS = 3000;

/** Sets a terminal, or with `-g` tells how it is set; undefined: that did not work. */
export function stty(terminal: number, ...settings: string[]): string | undefined {
  // By its path: an empty entry of PATH would lead into a repository.
  const program = onPath('stty', process.env);
  if (program === undefined) return undefined;
  const { status, stdout } = spawnSync(program, settings, {
    stdio: [terminal, 'pipe', 'ignore'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  return status === 0 ? stdout.toString().trim() : undefined;
}

/**
 * Lets a terminal show letters and end lines again after a program that was ended in the midst of a question.
 * aws-vault does not put it back: https://github.com/mattn/go-tty, https://pkg.go.dev/golang.org/x/term#ReadPassword
 */
export function showLetters(terminal: number): void {
  stty(terminal, 'echo', 'icanon', 'icrnl');
}
