import { type Finding, fail, ok, warn } from './finding.ts';

/** What decides whether the key store opens. */
export interface BackendFacts {
  platform: NodeJS.Platform;
  /** AWS_VAULT_BACKEND */
  backend: string | undefined;
  /** where the passphrase of the file backend comes from, where it is not asked for */
  passphrase: string | undefined;
  asks: boolean;
  /** a session bus, over which the desktop's key stores are reached */
  bus: boolean;
  /** this is a login over ssh */
  ssh: boolean;
  /** the program of the pass backend is on PATH */
  pass: boolean;
  /** keys that the file backend has; undefined: it has no folder */
  keys: number | undefined;
}

const OTHER = 'name another AWS_VAULT_BACKEND';
/**
 * Where nothing is said aws-vault takes the first backend of its list and no other. Without a session bus that is
 * keyctl, for which it names no scope, so that it never opens.
 * https://github.com/ByteNess/keyring/blob/main/keyctl.go
 */
const FILE = 'aws-vault finds no key store then: AWS_VAULT_BACKEND=file (or pass)';

/** https://github.com/ByteNess/aws-vault/blob/main/USAGE.md: what aws-vault takes where nothing is said. */
export function backend(facts: BackendFacts): Finding[] {
  const name = facts.backend;
  switch (name) {
    case 'file':
      return [passphrase(facts), ...keys(facts)];
    case 'pass':
      return facts.pass
        ? [ok('backend', 'pass')]
        : [fail('backend', 'pass is not on PATH', 'install it, or name another AWS_VAULT_BACKEND')];
    case 'keychain':
      return [facts.platform === 'darwin' ? keychain(facts) : notHere(name)];
    case 'secret-service':
    case 'kwallet':
      return [facts.platform === 'linux' ? desktop(name, facts.bus) : notHere(name)];
    case 'keyctl':
      return [fail('backend', 'aws-vault cannot open keyctl', OTHER)];
    case undefined:
    case '':
      if (facts.platform === 'darwin') return [keychain(facts)];
      if (facts.platform === 'linux' && !facts.bus) {
        return [fail('backend', 'AWS_VAULT_BACKEND is not set, and there is no session bus', FILE)];
      }
      return [ok('backend', 'the first that aws-vault finds here (AWS_VAULT_BACKEND is not set)')];
    default:
      return [ok('backend', `${name} (AWS_VAULT_BACKEND)`)];
  }
}

function passphrase({ passphrase: from, asks }: BackendFacts): Finding {
  if (from !== undefined) return ok('backend', `file; the passphrase comes from ${from}`);
  if (asks) return ok('backend', 'file; the passphrase is asked for on the terminal');
  return fail(
    'backend',
    'file; the passphrase is asked for, and there is no terminal',
    'run it on a terminal, or set VAULTRUN_PASSPHRASE_COMMAND or AWS_VAULT_FILE_PASSPHRASE',
  );
}

function keys({ keys: count }: BackendFacts): Finding[] {
  if (count) return [];
  return [warn('backend', 'file; no keys are stored yet', 'add them: vaultrun vault -- add NAME')];
}

function keychain({ ssh }: BackendFacts): Finding {
  return ssh
    ? warn(
        'backend',
        'the keychain, which is locked for a login over ssh',
        'security unlock-keychain ~/Library/Keychains/aws-vault.keychain-db',
      )
    : ok('backend', 'the keychain');
}

function desktop(name: string, bus: boolean): Finding {
  return bus
    ? ok('backend', `${name} (AWS_VAULT_BACKEND)`)
    : fail(
        'backend',
        `${name} is reached over a session bus, and there is none`,
        "run it in the desktop's session, or AWS_VAULT_BACKEND=file",
      );
}

function notHere(name: string): Finding {
  return fail('backend', `${name} is not of this system`, OTHER);
}
