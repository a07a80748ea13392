import type { Invocation } from '../invocation.ts';

/** The names of the profiles that are being asked for, outermost first, so that a loop can be seen. */
export const ACTIVE = 'VAULTRUN_ACTIVE';
const BETWEEN = '\t';

/**
 * aws-vault's command line for an invocation, less the program.
 * @param shown for people: the code of the MFA device stays out
 */
export function vaultArguments(invocation: Invocation, shown = false): string[] {
  const { noSession, duration, region, mfaToken, profile } = invocation;
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
  result[ACTIVE] = env[ACTIVE] ? `${env[ACTIVE]}${BETWEEN}${profile}` : profile;
  return result;
}
