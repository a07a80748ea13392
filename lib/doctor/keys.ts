import type { Profiles } from '../host/aws-config.ts';
import { settingInChain } from './chain.ts';

/** By these aws-vault comes to credentials that nobody has stored; it knows no credential_source. */
const SETTINGS = [
  'sso_session',
  'sso_start_url',
  'credential_process',
  'web_identity_token_file',
  'web_identity_token_process',
];

/**
 * Whether a run is sure to end with "credentials missing": no profile of the chain has stored keys, and none has, or
 * inherits from [default], another way to credentials. The environment has none that it would read.
 * https://github.com/ByteNess/aws-vault/blob/main/vault/vault.go
 */
export function lacksKeys(
  profiles: Profiles,
  chain: readonly string[],
  stored: (profile: string) => boolean | undefined,
): boolean {
  return (
    chain.every(name => stored(name) === false) &&
    SETTINGS.every(key => settingInChain(profiles, chain, key) === undefined)
  );
}
