/** The variables that tell a command of `vaultrun exec` where its files are. */
const PLACES = {
  envFile: 'VAULTRUN_ENV_FILE',
  credentialsFile: 'VAULTRUN_CREDENTIALS_FILE',
} as const;

/**
 * What leads every AWS tool to the credentials, and where the caller's own value is kept meanwhile. Both, for the
 * `[default]` of the caller's config would win over a credentials file where it is a role or SSO.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
const LEADING = {
  AWS_CONFIG_FILE: 'VAULTRUN_OUTER_CONFIG_FILE',
  AWS_SHARED_CREDENTIALS_FILE: 'VAULTRUN_OUTER_CREDENTIALS_FILE',
} as const;

/** The paths under which a command finds the two files. */
export interface Paths {
  envFile: string;
  credentialsFile: string;
}

/** The variables of the command that say where the files are, and what its AWS tools find them by. */
export function variablesOf(
  { envFile, credentialsFile }: Paths,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const variables: NodeJS.ProcessEnv = {
    [PLACES.envFile]: envFile,
    [PLACES.credentialsFile]: credentialsFile,
  };
  for (const [name, kept] of Object.entries(LEADING)) {
    variables[name] = credentialsFile;
    if (env[name] !== undefined) variables[kept] = env[name];
  }
  return variables;
}

/**
 * The environment as it was outside of a `vaultrun exec`: a vaultrun below it asks aws-vault, which looks for its
 * profiles in the caller's config. What was set anew there stays.
 */
export function outside(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const file = env[PLACES.credentialsFile];
  if (!file) return env;
  const own = { ...env };
  for (const [name, kept] of Object.entries(LEADING)) {
    if (env[name] === file) {
      if (env[kept] === undefined) delete own[name];
      else own[name] = env[kept];
    }
    delete own[kept];
  }
  return own;
}

/** Arguments with the placeholders, wherever they stand, replaced by the paths. */
export function placed(args: readonly string[], { envFile, credentialsFile }: Paths): string[] {
  return args.map(arg =>
    arg
      .replaceAll('{env-file}', () => envFile)
      .replaceAll('{credentials-file}', () => credentialsFile),
  );
}
