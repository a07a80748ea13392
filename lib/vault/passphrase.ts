import { codeOf, Failed, isFailed } from '../errors.ts';
import { endingOf, type RunSource } from '../process/captured.ts';
import { endLike } from '../process/ending.ts';
import { withNamedPath } from '../process/on-path.ts';
import { ask } from '../process/question.ts';
import type { VaultContainer } from './place.ts';

/** The variable in which aws-vault's file backend takes it. */
export const PASSPHRASE = 'AWS_VAULT_FILE_PASSPHRASE';

/** The passphrase, or the status to end with because a signal asked us to. */
export type Passphrase = { passphrase: string } | { status: number };

const SETTING = 'VAULTRUN_PASSPHRASE_COMMAND';

/**
 * Runs the user's command for the passphrase. What the shell's `$( )` would take is taken: the output less the line
 * feeds at its end.
 * @throws Failed 'passphrase', 'runtime-folder'
 */
export async function passphraseBy(
  command: string,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<Passphrase> {
  try {
    const answer = await runSource('/bin/sh', ['-c', command], env, () => withNamedPath(env));
    if (answer.interrupted) return { status: endLike({ signal: answer.interrupted }) };
    const ending = endingOf(answer);
    if (ending) throw failed(`the passphrase command gave no passphrase (${ending})`);
    const passphrase = answer.output.replace(/\n+$/, '');
    const problem = unfit(passphrase);
    if (problem) throw failed(`the passphrase command printed ${problem}`);
    return { passphrase };
  } catch (error) {
    if (isFailed(error)) throw error;
    throw failed(`the passphrase command could not be started (${codeOf(error)})`);
  }
}

/**
 * The passphrase of a vault in a container: from the user's command, else from the environment, as aws-vault itself
 * would take it, else from whoever sits at the terminal.
 * @throws Failed 'passphrase', 'runtime-folder'
 */
export async function passphraseOf(
  { volume }: VaultContainer,
  command: string | undefined,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<Passphrase> {
  if (command !== undefined) return passphraseBy(command, env, runSource);
  const preset = env[PASSPHRASE];
  if (preset) {
    const problem = unfit(preset);
    if (problem) throw unfitPassphrase(`${PASSPHRASE} holds ${problem}`);
    return { passphrase: preset };
  }
  const answer = runSource.attended
    ? await ask(`Passphrase of the vault '${volume}': `, true)
    : undefined;
  if (answer === undefined) {
    throw new Failed({
      kind: 'passphrase',
      problem: 'there is no terminal to ask for the passphrase of the vault on',
      hint: `set ${SETTING} to a command that prints it`,
    });
  }
  if ('interrupted' in answer) return { status: endLike({ signal: answer.interrupted }) };
  const problem = unfit(answer.text);
  if (problem) throw unfitPassphrase(`${problem} was typed for the passphrase`);
  return { passphrase: answer.text };
}

/** What no env-file carries, or is no passphrase. */
function unfit(text: string): string | undefined {
  if (text === '') return 'nothing';
  if (/[\r\n]/.test(text)) return 'more than one line';
  if (/[\0\u{fffd}]/u.test(text)) return 'what is no text';
  return undefined;
}

/** A passphrase that cannot be handed on. */
export function unfitPassphrase(problem: string): Failed {
  return new Failed({
    kind: 'passphrase',
    problem,
    hint: `a passphrase is one line of text; ${SETTING} may name a command that prints it`,
  });
}

function failed(problem: string): Failed {
  return new Failed({
    kind: 'passphrase',
    problem,
    hint: `try by itself what ${SETTING} says: it has to print the passphrase, one line, and nothing else`,
  });
}
