import { matcher } from './pattern.ts';
import type { Wishes } from './select.ts';
import { KEYS } from './verdict.ts';

/** Keys by names that only some SDKs read: Go's, and so Terraform's; Ruby's. */
export const OTHER_KEYS = [
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_TOKEN',
  'AMAZON_ACCESS_KEY_ID',
  'AMAZON_SECRET_ACCESS_KEY',
  'AMAZON_SESSION_TOKEN',
] as const;

/**
 * What an SDK takes before any file, and would be another identity than the one that was asked for. aws-vault takes the
 * keys and the profiles out of its child's environment as well (createEnv in cli/exec.go).
 */
const IDENTITY: ReadonlySet<string> = new Set([
  ...KEYS,
  ...OTHER_KEYS,
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_SESSION_EXPIRATION',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_VAULT',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
]);

/** Services take such a token before any key: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
const BEARER = /^AWS_BEARER_TOKEN(?:_|$)/;

/** Whether a variable says who asks AWS, or with what. */
export function isIdentity(name: string): boolean {
  return IDENTITY.has(name) || BEARER.test(name);
}

/** What goes with the credentials and stands in no credentials file. */
const PLACE = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL'];

/** It opens the whole vault, and the command was given one profile of it. */
const PASSPHRASE = 'AWS_VAULT_FILE_PASSPHRASE';

/**
 * The environment of a command that finds its credentials in a file: the caller's without another identity, without what
 * opens the vault and without what --drop names, and with the region and the endpoint that go with the credentials.
 * Nothing secret is added.
 */
export function besideFile(
  env: NodeJS.ProcessEnv,
  variables: readonly (readonly [name: string, value: string])[],
  { pass, drop }: Wishes,
): NodeJS.ProcessEnv {
  const dropped = matcher(drop);
  const kept = Object.entries(env).filter(
    ([name]) =>
      !isIdentity(name) && !dropped(name) && (name !== PASSPHRASE || pass.includes(PASSPHRASE)),
  );
  const place = variables.filter(([name]) => PLACE.includes(name));
  return Object.fromEntries([...kept, ...place]);
}

/** What a shell can have as a variable; of an environment it takes no other name, and `unset` would run some. */
const SHELL_NAME = /^[A-Za-z_]\w*$/;

/** The variables of a shell that would mix another identity into these, which the shell is about to take. */
export function stale(
  env: NodeJS.ProcessEnv,
  variables: readonly (readonly [name: string, value: string])[],
): string[] {
  const taken = new Set(variables.map(([name]) => name));
  return Object.keys(env)
    .filter(name => isIdentity(name) && SHELL_NAME.test(name) && !taken.has(name))
    .sort();
}
