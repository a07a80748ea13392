import { shellQuoted } from '../environment/quote.ts';

/**
 * How a line begins that is to be pasted and is to mean the same aws-vault as this run: what the command line said of
 * its container is said again, and what settings say need not be.
 */
export function lineFor(command: 'vault' | 'doctor', given: readonly string[] = []): string {
  return shellQuoted(['vaultrun', command, ...given]);
}
