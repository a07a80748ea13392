import type { Call } from '../call.ts';
import { shellQuoted } from '../environment/quote.ts';
import { codeOf, Failed, isFailed } from '../errors.ts';
import { show } from '../print.ts';
import { captured } from '../process/captured.ts';
import { endLike } from '../process/ending.ts';
import { onPath } from '../process/on-path.ts';
import { supervise } from '../process/supervise.ts';
import { reportTo } from '../report.ts';
import { toVaultCall, type VaultCall } from '../vault/call.ts';
import { PASSPHRASE, passphraseBy } from '../vault/passphrase.ts';
import { runInContainer, shownContainer } from '../vault/run.ts';
import { keptFromCommand, vaultsOwn } from '../vault/words.ts';

/**
 * Runs aws-vault itself, wherever it lives.
 * @returns the status to end with: aws-vault's own
 * @throws Failed for everything that goes wrong before it runs
 */
export async function vault(call: Call): Promise<number> {
  const { env } = call;
  const asked = toVaultCall(call);
  const { container, words } = asked;
  const report = reportTo(asked);
  if (asked.dryRun) {
    const line = container
      ? shownContainer(container, words, env)
      : shellQuoted(['aws-vault', ...words]);
    await show(`${line}\n`);
    return 0;
  }
  report.step(
    `running aws-vault ${container ? `in a container of ${container.image}` : 'on this host'}`,
  );
  return container ? runInContainer(container, asked, env) : onHost(asked, env);
}

/**
 * Its environment is ours, without AWS_VAULT, so that a command inside a shell of aws-vault is no nested one. Its file
 * backend gets the passphrase of the user's command, but for a shell or a command that would inherit it: aws-vault asks.
 */
async function onHost(
  { words, passphraseCommand }: VaultCall,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const path = onPath('aws-vault', env);
  if (path === undefined) throw new Failed({ kind: 'vault-missing' });
  const { AWS_VAULT: _, ...own } = env;
  const kept = keptFromCommand(words);
  let args: readonly string[] = words;
  if (passphraseCommand !== undefined && usesFiles(words, env) && kept) {
    args = kept;
    const given = await passphraseBy(passphraseCommand, env, captured);
    if ('status' in given) return given.status;
    own[PASSPHRASE] = given.passphrase;
  }
  try {
    return endLike(await supervise(path, args, { env: own, argv0: 'aws-vault', stops: true }));
  } catch (error) {
    throw isFailed(error) ? error : new Failed({ kind: 'vault-start', code: codeOf(error) });
  }
}

/** Whether the backend is named as that of encrypted files: only then a passphrase is handed over. */
function usesFiles(words: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const own = vaultsOwn(words);
  const at = own.findIndex(word => word === '--backend' || word.startsWith('--backend='));
  const named = at < 0 ? env.AWS_VAULT_BACKEND : (own[at]?.split('=')[1] ?? own[at + 1]);
  return named === 'file';
}
