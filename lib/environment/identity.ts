import { KEYS } from './verdict.ts';

/**
 * What an SDK takes before any file, and would be another identity than the one that was asked for. aws-vault takes the
 * keys and the profiles out of its child's environment as well (createEnv in cli/exec.go).
 */
const IDENTITY = new Set([
  ...KEYS,
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_SESSION_EXPIRATION',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_VAULT',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
]);

const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/**
 * The environment of a command that finds its credentials in a file: the caller's without another identity, and with the
 * region that goes with the credentials. Nothing secret is added.
 */
export function besideFile(
  env: NodeJS.ProcessEnv,
  variables: readonly (readonly [name: string, value: string])[],
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !IDENTITY.has(name));
  const regions = variables.filter(([name]) => REGIONS.includes(name));
  return Object.fromEntries([...kept, ...regions]);
}
