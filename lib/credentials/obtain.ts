import { Failed } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import { captured, type RunSource } from '../process/captured.ts';
import { accountOf } from './account.ts';
import { askVault } from './ask-vault.ts';
import type { Obtained } from './obtained.ts';

/**
 * The credentials from where the invocation says, of the account that it says.
 * @param runSource how a program is run for its answer
 * @throws Failed whatever the source fails with, and 'account'
 */
export async function obtain(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  runSource: RunSource = captured,
): Promise<Obtained> {
  const { source, region, account, accountSetting: setting, words } = invocation;
  const obtained =
    source.kind === 'aws-vault'
      ? await askVault({ ...source, region, behind: words[0] }, env, runSource)
      : await (await import('./ask-process.ts')).askProcess({ ...source, region }, env, runSource);
  if ('variables' in obtained && account !== undefined) {
    const found = accountOf(obtained.variables.get('AWS_ACCESS_KEY_ID') ?? '');
    if (found !== account) throw new Failed({ kind: 'account', wanted: account, found, setting });
  }
  return obtained;
}
