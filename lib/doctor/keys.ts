import type { Profiles } from '../aws-config.ts';
import { settingInChain } from './chain.ts';

/** By these aws-vault comes to credentials that nobody has stored: in the config, and in the environment. */
const SETTINGS = [
  'sso_session',
  'sso_start_url',
  'credential_process',
  'credential_source',
  'web_identity_token_file',
  'web_identity_token_process',
];
const VARIABLES = [
  'AWS_SSO_START_URL',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_WEB_IDENTITY_TOKEN_PROCESS',
];

/**
 * Whether a run is sure to end with "credentials missing": no profile of the chain has stored keys, and none has, or
 * inherits from [default], another way to credentials.
 * https://github.com/ByteNess/aws-vault/blob/main/vault/vault.go
 */
export function lacksKeys(
  profiles: Profiles,
  chain: readonly string[],
  stored: (profile: string) => boolean | undefined,
  env: NodeJS.ProcessEnv,
): boolean {
  return (
    chain.every(name => stored(name) === false) &&
    SETTINGS.every(key => settingInChain(profiles, chain, key) === undefined) &&
    VARIABLES.every(name => !env[name])
  );
}
