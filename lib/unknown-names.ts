import { settingNames } from './settings.ts';

/** What stands in the environment without being a setting: told to what vaultrun itself has started. */
const OUR_OWN = /^VAULTRUN_(?:ACTIVE|ENV_FILE|CREDENTIALS_FILE)$/;

/** The names in the environment that look like settings and are none; every run looks. */
export function unknownNames(env: NodeJS.ProcessEnv): string[] {
  const names: string[] = [];
  for (const name in env) {
    if (!name.startsWith('VAULTRUN_') || OUR_OWN.test(name)) continue;
    if (!settingNames().includes(name)) names.push(name);
  }
  return names;
}
