import type { Parsed } from './arguments.ts';
import { usage } from './errors.ts';
import { type CommandName, OPTIONS } from './options.ts';

/** What only aws-vault knows. */
const VAULTS_OWN = ['no-session', 'duration', 'mfa-token', 'vault-image', 'vault-volume'];

/**
 * Refuses the options that this command, or this source of credentials, does not know.
 * @throws Failed 'usage'
 */
export function refuseForeign({ given }: Parsed, command: CommandName): void {
  for (const { name, commands } of OPTIONS) {
    if (given.has(name) && !commands.includes(command)) {
      throw usage(
        `--${name} belongs to 'vaultrun ${commands.join("' and '")}'`,
        'leave it out here',
      );
    }
  }
  const vaults = given.has('credential-process') && VAULTS_OWN.find(name => given.has(name));
  if (vaults) {
    throw usage(
      `--${vaults} is for aws-vault, which --credential-process replaces`,
      'leave one of the two out',
    );
  }
}
