import { parseAnswer } from '../environment/parse.ts';
import { codeOf, Failed, isFailed } from '../errors.ts';
import { onPath } from '../on-path.ts';
import type { Captured } from '../process/capture.ts';
import { endLike } from '../process/ending.ts';
import { isLoop, type VaultRequest, vaultArguments, vaultEnvironment } from './aws-vault.ts';
import { captured, endingOf, type Obtained, type RunSource } from './captured.ts';

/**
 * Asks aws-vault on the host for the profile's credentials.
 * @throws Failed 'loop', 'runtime-folder', 'vault-missing', 'vault-start', 'vault-failed', 'vault-answer'
 */
export async function askVault(
  request: VaultRequest,
  env: NodeJS.ProcessEnv,
  runSource: RunSource = captured,
): Promise<Obtained> {
  const { profile } = request;
  if (isLoop(profile, env)) throw new Failed({ kind: 'loop', profile });
  const answer = await runVault(request, env, runSource);
  if (answer.interrupted) return { status: endLike({ signal: answer.interrupted }) };
  const ending = endingOf(answer);
  if (ending !== undefined) {
    const { failureHints } = await import('./failure-hints.ts');
    const hints = failureHints(request, env);
    throw new Failed({ kind: 'vault-failed', profile, ending, hints });
  }
  const read = parseAnswer(answer.output);
  if ('problem' in read) {
    throw new Failed({ kind: 'vault-answer', profile, problem: read.problem });
  }
  return read;
}

async function runVault(
  request: VaultRequest,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<Captured> {
  try {
    const path = onPath('aws-vault', env);
    if (path === undefined) throw new Failed({ kind: 'vault-missing' });
    return await runSource(path, vaultArguments(request), env, terminal =>
      vaultEnvironment(request.profile, env, terminal),
    );
  } catch (error) {
    if (isFailed(error)) throw error;
    throw new Failed({ kind: 'vault-start', code: codeOf(error) });
  }
}
