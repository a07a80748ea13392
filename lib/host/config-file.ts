import { readFileSync, statSync } from 'node:fs';

/** Where the user's AWS config is, or would be. */
export function configFile(env: NodeJS.ProcessEnv): string | undefined {
  return env.AWS_CONFIG_FILE || (env.HOME && `${env.HOME}/.aws/config`) || undefined;
}

/** The text of the user's AWS config; empty where it is missing or unreadable. */
export function configText(env: NodeJS.ProcessEnv): string {
  const file = configFile(env);
  try {
    // What a pipe holds is for aws-vault, which could not read it again.
    const isFile = file && statSync(file, { throwIfNoEntry: false })?.isFile();
    return isFile ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}
