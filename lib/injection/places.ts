/** The variables that tell a command of `vaultrun exec` where its files are. */
const PLACES = {
  envFile: 'VAULTRUN_ENV_FILE',
  credentialsFile: 'VAULTRUN_CREDENTIALS_FILE',
} as const;

/** The paths under which a command finds the two files. */
export interface Paths {
  envFile: string;
  credentialsFile: string;
}

/** The variables of the command that say where the files are. */
export function variablesOf({ envFile, credentialsFile }: Paths): Record<string, string> {
  return { [PLACES.envFile]: envFile, [PLACES.credentialsFile]: credentialsFile };
}

/** Arguments with the placeholders, wherever they stand, replaced by the paths. */
export function placed(args: readonly string[], { envFile, credentialsFile }: Paths): string[] {
  return args.map(arg =>
    arg
      .replaceAll('{env-file}', () => envFile)
      .replaceAll('{credentials-file}', () => credentialsFile),
  );
}
