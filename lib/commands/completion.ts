import type { Parsed } from '../arguments.ts';
import { bash } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import { SHELLS, type Shell } from '../completion/shells.ts';
import { completionTable } from '../completion/table.ts';
import { zsh } from '../completion/zsh.ts';
import { usage } from '../errors.ts';
import { print } from '../print.ts';

const SCRIPTS = { bash, zsh, fish };

/**
 * Prints a shell's completion script. The script stands alone: it starts neither vaultrun nor aws-vault.
 * @throws Failed 'usage' for anything but the name of a shell, 'output' where stdout does not take it
 */
export async function completion(
  { positionals }: Parsed,
  words: readonly string[] | undefined,
): Promise<number> {
  const script = SCRIPTS[shellOf(positionals, words)];
  await print(script(completionTable()));
  return 0;
}

function shellOf([name, ...more]: readonly string[], words: readonly string[] | undefined): Shell {
  const hint = `vaultrun completion ${SHELLS.join('|')}`;
  if (words !== undefined)
    throw usage("'vaultrun completion' runs nothing, so no '--' belongs to it", hint);
  if (name === undefined) throw usage('no shell is named', hint);
  if (more.length > 0) throw usage(`${more.length + 1} shells, and completion is for one`, hint);
  const shell = SHELLS.find(known => known === name);
  if (shell === undefined) {
    // Of two that are as near the one that begins alike: the first letter is seldom the wrong one.
    const alike = (known: Shell) => Number(known.startsWith(name.slice(0, 1)));
    const among = [...SHELLS].sort((a, b) => alike(b) - alike(a));
    throw usage(`there is no completion for '${name}'`, hint, { word: name, among });
  }
  return shell;
}
