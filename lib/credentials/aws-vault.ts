import type { VaultContainer } from '../vault/place.ts';

/** The names of the profiles that are being asked for, outermost first, so that a loop can be seen. */
export const ACTIVE = 'VAULTRUN_ACTIVE';
const BETWEEN = '\t';

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

/** True where asking for this profile is part of asking for it already. */
export function isLoop(profile: string, env: NodeJS.ProcessEnv): boolean {
  return (env[ACTIVE] ?? '').split(BETWEEN).includes(profile);
}

/**
 * aws-vault's environment: the caller's, less what would make its answer ambiguous (line breaks), refuse to nest
 * (AWS_VAULT), hold no keys (AWS_VAULT_PROFILE_ENV) or carry the end of another session.
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
  return activeWith(profile, result);
}

/** An environment by which a vaultrun further down sees that this profile is being asked for. */
export function activeWith(profile: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, [ACTIVE]: env[ACTIVE] ? `${env[ACTIVE]}${BETWEEN}${profile}` : profile };
}
