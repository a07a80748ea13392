/**
 * What of the host's environment configures a session, and so enters the vault's container: regions and endpoints,
 * the lengths, the MFA device and the role that aws-vault reads (its USAGE.md), and the way to the network.
 */
const NAMES = new Set(
  `AWS_REGION AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_STS_REGIONAL_ENDPOINTS AWS_USE_FIPS_ENDPOINT
  AWS_USE_DUALSTACK_ENDPOINT AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_VAULT_DURATION AWS_MIN_TTL
  AWS_ASSUME_ROLE_TTL AWS_SESSION_TOKEN_TTL AWS_CHAINED_SESSION_TOKEN_TTL AWS_FEDERATION_TOKEN_TTL
  AWS_MFA_SERIAL AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_SESSION_TAGS AWS_TRANSITIVE_TAGS
  AWS_SOURCE_IDENTITY`.split(/\s+/),
);
const FAMILIES = /^(?:AWS_ENDPOINT_URL_(?:STS|SSO|SSO_OIDC|IAM)|(?:https?|ftp|all|no)_proxy)$/i;
/** What `aws-vault add --env` reads. */
const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/**
 * The host's variables for the vault's container. One with a line break stays out, as it does on the host: the answer
 * would be ambiguous.
 */
export function vaultVariables(env: NodeJS.ProcessEnv, keys = false): [string, string][] {
  return Object.keys(env)
    .filter(name => NAMES.has(name) || FAMILIES.test(name) || (keys && KEYS.includes(name)))
    .sort()
    .flatMap(name => {
      const value = env[name];
      return value && !/[\r\n]/.test(value) ? [[name, value] as [string, string]] : [];
    });
}
