import { withNamedPath } from '../process/on-path.ts';
import type { VaultContainer } from '../vault/place.ts';
import { activeWith } from './active.ts';

/** What aws-vault is asked for. */
export interface VaultRequest {
  profile: string;
  noSession: boolean;
  duration: string | undefined;
  mfaToken: string | undefined;
  region: string | undefined;
  /** where it runs; undefined: on the host */
  container: VaultContainer | undefined;
  /** prints the passphrase of the file backend */
  passphraseCommand: string | undefined;
  /** the first word behind the `--`, which may be the profile in the wrong place */
  behind?: string | undefined;
}

/**
 * aws-vault's command line, less the program.
 * @param shown for people: the code of the MFA device stays out
 */
export function vaultArguments(request: VaultRequest, shown = false): string[] {
  const { noSession, duration, region, mfaToken, profile } = request;
  return [
    'exec',
    ...(noSession ? ['--no-session'] : []),
    ...(duration === undefined ? [] : [`--duration=${duration}`]),
    ...(region === undefined ? [] : [`--region=${region}`]),
    ...(mfaToken === undefined ? [] : [`--mfa-token=${shown ? '******' : mfaToken}`]),
    profile,
    '--',
    'env',
  ];
}

/**
 * aws-vault's environment: the caller's, less what would make its answer ambiguous (line breaks), refuse to nest
 * (AWS_VAULT), hold no keys (AWS_VAULT_PROFILE_ENV) or carry the end of another session. It finds `env`, and its shell
 * the credential processes of the config, by PATH.
 */
export function vaultEnvironment(
  profile: string,
  env: NodeJS.ProcessEnv,
  terminal: boolean,
): NodeJS.ProcessEnv {
  const result: NodeJS.ProcessEnv = {};
  for (const name in env) {
    if (!name.includes('\n') && !env[name]?.includes('\n')) result[name] = env[name];
  }
  delete result.AWS_VAULT;
  delete result.AWS_VAULT_PROFILE_ENV;
  delete result.AWS_CREDENTIAL_EXPIRATION;
  delete result.AWS_SESSION_EXPIRATION;
  // A captured stdout would make aws-vault ask in a window.
  if (terminal && !result.AWS_VAULT_PROMPT) result.AWS_VAULT_PROMPT = 'terminal';
  return activeWith(profile, withNamedPath(result));
}
