import type { Parsed } from '../arguments.ts';
import { usage } from '../errors.ts';
import type { Setting } from '../settings.ts';
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
      const owners = new Intl.ListFormat('en-GB').format(
        commands.map(each => `'vaultrun ${each}'`),
      );
      throw usage(`--${name} belongs to ${owners}`, 'leave it out here');
    }
  }
  if (given.has('credential-process')) {
    refuseVaults(given, '--credential-process', 'leave one of the two out');
  }
}

/**
 * Refuses what only aws-vault knows beside a credential process of the settings, instead of dropping it.
 * @throws Failed 'usage'
 */
export function refuseBesideProcess(given: Parsed['given'], { origin }: Setting): void {
  refuseVaults(
    given,
    origin,
    'leave it out, or have aws-vault asked this once: VAULTRUN_CREDENTIAL_PROCESS= vaultrun …',
  );
}

function refuseVaults(given: Parsed['given'], process: string, hint: string): void {
  const vaults = VAULTS_OWN.find(name => given.has(name));
  if (vaults) throw usage(`--${vaults} is for aws-vault, which ${process} replaces`, hint);
}
