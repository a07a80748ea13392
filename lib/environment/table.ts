/** What happens to a variable of the host, or of the vault, on its way into the container. */
export type Verdict = 'vault' | 'pass' | 'withhold';

/** One row of the table: names (a `*` at the end stands for a family), what happens to them, and why. */
export interface Row {
  names: string;
  verdict: Verdict;
  reason: string;
  /** said on stderr when the value is a loopback address: inside, that is the container itself */
  loopback?: true;
  /** said on stderr when withheld, for the user may well want it */
  told?: true;
  /** the only values that pass; any other is withheld */
  values?: readonly string[];
}

/**
 * Every AWS_* variable that is known, with its reason. The run, --dry-run and the documentation read this
 * table; `vault` marks what is taken from aws-vault's answer and never from the host.
 */
export const TABLE: readonly Row[] = [
  {
    names: 'AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
    verdict: 'vault',
    reason: 'the credentials',
  },
  {
    names: 'AWS_SECURITY_TOKEN',
    verdict: 'vault',
    reason: 'the session token by its old name',
  },
  {
    names: 'AWS_CREDENTIAL_EXPIRATION AWS_SESSION_EXPIRATION',
    verdict: 'vault',
    reason: 'when the session ends',
  },
  {
    names: 'AWS_REGION AWS_DEFAULT_REGION',
    verdict: 'vault',
    reason: 'the region; both names, for botocore reads the second only',
  },
  { names: 'AWS_VAULT', verdict: 'vault', reason: 'the profile, for shell prompts' },
  {
    names: 'AWS_ENDPOINT_URL AWS_ENDPOINT_URL_* AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    verdict: 'pass',
    reason: 'endpoints carry over',
    loopback: true,
  },
  {
    names: 'AWS_ENDPOINT AWS_S3_ENDPOINT AWS_DYNAMODB_ENDPOINT AWS_IAM_ENDPOINT AWS_STS_ENDPOINT',
    verdict: 'pass',
    reason: 'endpoints carry over',
    loopback: true,
  },
  {
    names:
      'AWS_RETRY_MODE AWS_MAX_ATTEMPTS AWS_NEW_RETRIES_2026 AWS_DEFAULTS_MODE AWS_ADAPTIVE_RETRY_WAIT_TO_FILL AWS_CORRECT_CLOCK_SKEW',
    verdict: 'pass',
    reason: 'tuning',
  },
  {
    names:
      'AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT AWS_STS_REGIONAL_ENDPOINTS AWS_ACCOUNT_ID_ENDPOINT_MODE AWS_ENDPOINT_DISCOVERY_ENABLED AWS_ENABLE_ENDPOINT_DISCOVERY AWS_DISABLE_HOST_PREFIX_INJECTION',
    verdict: 'pass',
    reason: 'compliance and routing',
  },
  {
    names:
      'AWS_S3_US_EAST_1_REGIONAL_ENDPOINT AWS_S3_USE_ARN_REGION AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS AWS_S3_DISABLE_EXPRESS_SESSION_AUTH AWS_CRT_S3_MEMORY_LIMIT_IN_GIB',
    verdict: 'pass',
    reason: 'tuning of S3',
  },
  {
    names:
      'AWS_REQUEST_CHECKSUM_CALCULATION AWS_RESPONSE_CHECKSUM_VALIDATION AWS_DISABLE_REQUEST_COMPRESSION AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES AWS_SIGV4A_SIGNING_REGION_SET AWS_AUTH_SCHEME_PREFERENCE',
    verdict: 'pass',
    reason: 'protocol',
  },
  {
    names:
      'AWS_EC2_METADATA_DISABLED AWS_EC2_METADATA_V1_DISABLED AWS_ECS_METADATA_DISABLED AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE AWS_IMDS_USE_IPV6 AWS_METADATA_SERVICE_TIMEOUT AWS_METADATA_SERVICE_NUM_ATTEMPTS',
    verdict: 'pass',
    reason: 'can only restrict',
  },
  {
    names:
      'AWS_DEFAULT_OUTPUT AWS_CLI_AUTO_PROMPT AWS_CLI_FILE_ENCODING AWS_CLI_OUTPUT_ENCODING AWS_CLI_ERROR_FORMAT AWS_CLI_UPGRADE_DEBUG_MODE AWS_CLI_S3_MV_VALIDATE_SAME_S3_PATHS',
    verdict: 'pass',
    reason: "the aws CLI's look",
  },
  {
    names: 'AWS_PAGER',
    verdict: 'pass',
    reason: 'passes empty or as cat; anything else names a program of the host',
    values: ['', 'cat'],
  },
  {
    names:
      'AWS_SDK_UA_APP_ID AWS_SDK_CONFIG_OPT_OUT AWS_NODEJS_CONNECTION_REUSE_ENABLED AWS_CBOR_DISABLE AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT AWS_JAVA_V1_PRINT_LOCATION AWS_SUPPRESS_PHP_DEPRECATION_WARNING',
    verdict: 'pass',
    reason: 'harmless',
  },
  {
    names:
      'AWS_ALLOW_HTTP AWS_VIRTUAL_HOSTED_STYLE_REQUEST AWS_SKIP_SIGNATURE AWS_UNSIGNED_PAYLOAD AWS_REQUEST_PAYER AWS_COPY_IF_NOT_EXISTS AWS_CONDITIONAL_PUT AWS_CHECKSUM_ALGORITHM AWS_DISABLE_TAGGING AWS_S3_EXPRESS AWS_IMDSV1_FALLBACK AWS_S3_ALLOW_UNSAFE_RENAME',
    verdict: 'pass',
    reason: "an application's settings",
  },
  {
    names: 'AWS_VIRTUAL_HOSTING AWS_HTTPS AWS_NO_SIGN_REQUEST AWS_USE_PATH_STYLE_ENDPOINT',
    verdict: 'pass',
    reason: "an application's settings",
  },
  {
    names: 'AWS_SERVER_SIDE_ENCRYPTION AWS_SSE_KMS_KEY_ID AWS_SSE_BUCKET_KEY_ENABLED',
    verdict: 'pass',
    reason: 'names of keys, not keys',
  },
  {
    names: 'AWS_SSE_CUSTOMER_KEY AWS_SSE_CUSTOMER_KEY_BASE64',
    verdict: 'withhold',
    reason: 'an encryption key',
  },
  {
    names:
      'AWS_BUCKET AWS_S3_BUCKET AWS_STORAGE_BUCKET_NAME AWS_ENV AWS_STAGE AWS_REGIONS AWS_PARTITION AWS_STACK_NAME AWS_SSM_PATH AWS_KEY_NAME AWS_KMS_KEY_ARN AWS_SECRET_NAME AWS_SECRET_ARN',
    verdict: 'pass',
    reason: "a person's own",
  },
  {
    names:
      'AWS_APPCONFIG_EXTENSION_* AWS_LWA_* AWS_EMF_* AWS_CHALICE_CLI_MODE AWS_XRAY_CONTEXT_MISSING AWS_XRAY_TRACING_NAME',
    verdict: 'pass',
    reason: "the application's own",
  },
  {
    names: 'AWS_XRAY_DAEMON_ADDRESS AWS_XRAY_DAEMON_PORT',
    verdict: 'pass',
    reason: 'may be remote',
    loopback: true,
  },
  {
    names: 'AWS_VAULT_*',
    verdict: 'withhold',
    reason: 'opens the vault',
  },
  {
    names:
      'AWS_MFA_SERIAL AWS_ASSUME_ROLE_TTL AWS_SESSION_TOKEN_TTL AWS_CHAINED_SESSION_TOKEN_TTL AWS_FEDERATION_TOKEN_TTL AWS_MIN_TTL AWS_SESSION_TAGS AWS_TRANSITIVE_TAGS AWS_SOURCE_IDENTITY',
    verdict: 'withhold',
    reason: 'input of aws-vault',
  },
  {
    names: 'AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SDK_LOAD_CONFIG',
    verdict: 'withhold',
    reason: 'the profile does not exist inside',
  },
  {
    names: 'AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE',
    verdict: 'withhold',
    reason: 'another identity',
  },
  { names: 'AWS_CONTAINER_*', verdict: 'withhold', reason: "the host's identity" },
  {
    names:
      'AWS_EC2_METADATA_SERVICE_ENDPOINT AWS_METADATA_URL AWS_METADATA_ENDPOINT AWS_EC2_METADATA_TOKEN',
    verdict: 'withhold',
    reason: 'another identity',
  },
  {
    names: 'AWS_ACCOUNT_ID AWS_ACCOUNTID',
    verdict: 'withhold',
    reason: 'SDKs build host names from it; wrong after a change of profile',
    told: true,
  },
  {
    names: 'AWS_ACCESS_KEY AWS_SECRET_KEY AWS_TOKEN',
    verdict: 'withhold',
    reason: 'a second identity under old names',
  },
  {
    names: 'AWS_BEARER_TOKEN AWS_BEARER_TOKEN_*',
    verdict: 'withhold',
    reason: 'a secret',
    told: true,
  },
  {
    names:
      'AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_SHARED_CONFIG_FILE AWS_CREDENTIAL_FILE AWS_CA_BUNDLE AWS_DATA_PATH AWS_CLI_HISTORY_FILE AWS_LOGIN_CACHE_DIRECTORY',
    verdict: 'withhold',
    reason: 'a path of the host',
  },
  {
    names: 'AWS_SSO_* AWS_OKTA_*',
    verdict: 'withhold',
    reason: "another tool's identity and secrets",
  },
  { names: 'AWS_SSM_START_SESSION_RESPONSE', verdict: 'withhold', reason: 'holds a token' },
  {
    names: 'AWS_EXECUTION_ENV AWS_LAMBDA_* AWS_BATCH_* AWS_SAM_LOCAL AWS_XRAY_TRACE_ID',
    verdict: 'withhold',
    reason: "describes the host's runtime; SDKs change their defaults on it",
  },
  {
    names: 'AWS_CSM_ENABLED AWS_CSM_HOST AWS_CSM_PORT AWS_CSM_CLIENT_ID',
    verdict: 'withhold',
    reason: 'an agent on the host',
  },
  {
    names: 'AWS_CLI_DISTRIBUTION_SOURCE_OVERRIDE AWS_TOOLING_USER_AGENT AWS_TEST_COMMAND AWS_MCP_*',
    verdict: 'withhold',
    reason: "about the host's installation",
  },
];
