import { readProfiles } from '../aws-config.ts';
import { awsConfig } from '../doctor/aws-config.ts';
import { isStored } from '../doctor/backend.ts';
import { hasTerminal } from '../process/signals.ts';
import type { VaultRequest } from './aws-vault.ts';
import { vaultHints } from './vault-hints.ts';

/** What may mend a failed aws-vault, by what this machine shows. */
export function failureHints(request: VaultRequest, env: NodeJS.ProcessEnv): string[] {
  return vaultHints({
    request,
    env,
    profiles: readProfiles(env),
    broken: awsConfig(env).findings.some(({ status }) => status === 'fail'),
    terminal: hasTerminal(),
    stored: request.container ? undefined : isStored(env, request.profile),
  });
}
