import { closeSync } from 'node:fs';
import { parseAnswer } from '../environment/parse.ts';
import { codeOf, Failed } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import { namelessFile } from '../nameless/file.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import { type Captured, capture } from '../process/capture.ts';
import { endLike } from '../process/ending.ts';
import { openTerminal } from '../process/signals.ts';
import { isLoop, vaultArguments, vaultEnvironment } from './aws-vault.ts';

/** As much as an environment usually comes to, so that a full folder is not chosen. */
const ANSWER_BYTES = 256 * 1024;

/** The vault's variables, or the status to end with because a signal asked us to. */
export type Asked = { variables: ReadonlyMap<string, string> } | { status: number };

/**
 * Asks aws-vault on the host for the profile's credentials. Its questions and messages go to the terminal and to
 * stderr; what is piped into vaultrun is left for the container.
 * @throws Failed 'loop', 'runtime-folder', 'vault-missing', 'vault-start', 'vault-failed', 'vault-answer'
 */
export async function askVault(invocation: Invocation, env: NodeJS.ProcessEnv): Promise<Asked> {
  const { profile } = invocation;
  if (isLoop(profile, env)) throw new Failed({ kind: 'loop', profile });
  const captured = await runVault(invocation, env);
  if (captured.interrupted) return { status: endLike({ signal: captured.interrupted }) };
  const { ending, overflow, output } = captured;
  if (overflow) throw unusable(profile, 'it is too long for an environment');
  if (!('status' in ending) || ending.status !== 0) {
    const { failureHints } = await import('./failure-hints.ts');
    const how = 'status' in ending ? `status ${ending.status}` : `killed by ${ending.signal}`;
    const hints = failureHints(invocation, env);
    throw new Failed({ kind: 'vault-failed', profile, ending: how, hints });
  }
  const answer = parseAnswer(output);
  if ('problem' in answer) throw unusable(profile, answer.problem);
  return answer;
}

async function runVault(invocation: Invocation, env: NodeJS.ProcessEnv): Promise<Captured> {
  const file = namelessFile(runtimeFolders(env), ANSWER_BYTES);
  const terminal = openTerminal();
  try {
    return await capture('aws-vault', vaultArguments(invocation), {
      env: vaultEnvironment(invocation.profile, env, terminal !== undefined),
      stdin: terminal ?? 'ignore',
      file,
    });
  } catch (error) {
    const code = codeOf(error);
    throw new Failed(code === 'ENOENT' ? { kind: 'vault-missing' } : { kind: 'vault-start', code });
  } finally {
    if (terminal !== undefined) closeSync(terminal);
    closeSync(file.writer);
    closeSync(file.reader);
  }
}

function unusable(profile: string, problem: string): Failed {
  return new Failed({ kind: 'vault-answer', profile, problem });
}
