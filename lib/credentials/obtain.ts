import { Failed } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import { accountOf } from './account.ts';
import { askVault } from './ask-vault.ts';
import type { Obtained } from './captured.ts';

/**
 * The credentials from where the invocation says, of the account that it says.
 * @throws Failed whatever the source fails with, and 'account'
 */
export async function obtain(invocation: Invocation, env: NodeJS.ProcessEnv): Promise<Obtained> {
  const { source, region, account } = invocation;
  const obtained =
    source.kind === 'aws-vault'
      ? await askVault({ ...source, region }, env)
      : await (await import('./ask-process.ts')).askProcess({ ...source, region }, env);
  if ('variables' in obtained && account !== undefined) {
    const found = accountOf(obtained.variables.get('AWS_ACCESS_KEY_ID') ?? '');
    if (found !== account) throw new Failed({ kind: 'account', wanted: account, found });
  }
  return obtained;
}
