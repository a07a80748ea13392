/** What stands in the environment without being a setting: told to what vaultrun itself has started. */
const OUR_OWN =
  /^VAULTRUN_(?:ACTIVE|ENV_FILE|CREDENTIALS_FILE|OUTER_CONFIG_FILE|OUTER_CREDENTIALS_FILE)$/;

/** Of the names that look like settings, those that are none of these. */
export function unknownNames(names: readonly string[], settings: readonly string[]): string[] {
  return names.filter(
    name => name.startsWith('VAULTRUN_') && !OUR_OWN.test(name) && !settings.includes(name),
  );
}
