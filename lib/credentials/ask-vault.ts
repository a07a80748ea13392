import { parseAnswer } from '../environment/parse.ts';
import { codeOf, Failed, isFailed } from '../errors.ts';
import { configText } from '../host/config-file.ts';
import type { Captured } from '../process/capture.ts';
import { captured, endingOf, type RunSource } from '../process/captured.ts';
import { endLike } from '../process/ending.ts';
import { onPath } from '../process/on-path.ts';
import { lineFor } from '../vault/shown-line.ts';
import { isLoop } from './active.ts';
import { type VaultRequest, vaultArguments, vaultEnvironment } from './aws-vault.ts';
import type { Obtained } from './obtained.ts';

/**
 * Asks aws-vault, on the host or in a container, for the profile's credentials.
 * @throws Failed 'loop', 'source-circle', 'runtime-folder', 'vault-missing', 'vault-start', 'vault-failed', 'vault-answer',
 * 'passphrase', and what askContainer throws
 */
export async function askVault(
  request: VaultRequest,
  env: NodeJS.ProcessEnv,
  runSource: RunSource = captured,
): Promise<Obtained> {
  const { profile } = request;
  if (isLoop(profile, env)) throw new Failed({ kind: 'loop', profile });
  // Many configs have none, and then what reads them is not loaded.
  if (/source_profile/i.test(configText(env))) {
    (await import('./source-circle.ts')).refuseCircle(profile, env);
  }
  const asked = request.container
    ? await (await import('./ask-container.ts')).askContainer(
        request,
        request.container,
        env,
        runSource,
      )
    : await onHost(request, env, runSource);
  if ('status' in asked) return asked;
  const { answer } = asked;
  if (answer.interrupted) return { status: endLike({ signal: answer.interrupted }) };
  const ending = endingOf(answer);
  if (ending !== undefined) {
    const { failureHints } = await import('./failure-hints.ts');
    const hints = failureHints(asked.request, env);
    throw new Failed({ kind: 'vault-failed', profile, ending, hints });
  }
  const read = parseAnswer(answer.output, new Date());
  if ('problem' in read) {
    const vault = lineFor('vault', request.container?.given);
    throw new Failed({ kind: 'vault-answer', profile, problem: read.problem, vault });
  }
  return read;
}

async function onHost(
  request: VaultRequest,
  env: NodeJS.ProcessEnv,
  runSource: RunSource,
): Promise<{ answer: Captured; request: VaultRequest } | { status: number }> {
  const { profile, passphraseCommand } = request;
  try {
    const path = onPath('aws-vault', env);
    if (path === undefined) throw new Failed({ kind: 'vault-missing' });
    let own = env;
    if (passphraseCommand !== undefined && env.AWS_VAULT_BACKEND === 'file') {
      const { PASSPHRASE, passphraseBy } = await import('../vault/passphrase.ts');
      const given = await passphraseBy(passphraseCommand, env, runSource);
      if ('status' in given) return given;
      own = { ...env, [PASSPHRASE]: given.passphrase };
    }
    const answer = await runSource(path, vaultArguments(request), env, terminal =>
      vaultEnvironment(profile, own, terminal),
    );
    return { answer, request };
  } catch (error) {
    if (isFailed(error)) throw error;
    throw new Failed({ kind: 'vault-start', code: codeOf(error) });
  }
}
