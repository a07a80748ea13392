import { readProfiles } from '../host/aws-config.ts';
import { isBroken } from '../host/aws-config-problems.ts';
import { hasTerminal } from '../process/signals.ts';
import { isStored } from '../vault/key-files.ts';
import { hasBus } from '../vault/session-bus.ts';
import type { VaultRequest } from './aws-vault.ts';
import { vaultHints } from './vault-hints.ts';

/** What may mend a failed aws-vault, by what this machine shows. */
export function failureHints(request: VaultRequest, env: NodeJS.ProcessEnv): string[] {
  return vaultHints({
    request,
    env,
    profiles: readProfiles(env),
    broken: isBroken(env),
    terminal: hasTerminal(),
    stored: request.container ? undefined : isStored(env, request.profile),
    storeless:
      process.platform === 'linux' && !request.container && !env.AWS_VAULT_BACKEND && !hasBus(env),
  });
}
