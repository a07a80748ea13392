import { near } from '../command-line/near.ts';
import { shellQuoted } from '../environment/quote.ts';
import type { Profiles } from '../host/aws-config.ts';
import { onPath } from '../process/on-path.ts';
import { lineFor } from '../vault/shown-line.ts';
import type { VaultRequest } from './aws-vault.ts';
import { isFromElsewhere, lacksRegion } from './lacks-region.ts';
import { mfaSerial } from './mfa-code.ts';

/** What can be seen from outside of an aws-vault that failed: its own message went straight to stderr. */
export interface Seen {
  request: VaultRequest;
  env: NodeJS.ProcessEnv;
  profiles: Profiles;
  /** the AWS config is there, and cannot be read or not as a whole */
  broken: boolean;
  /** somebody could be asked */
  terminal: boolean;
  /** whether keys are stored for the profile; undefined: only the key store knows */
  stored: boolean | undefined;
  /** no backend is named, and without a session bus aws-vault finds none by itself */
  storeless: boolean;
}

const MOST = 4;
const NO_REGION =
  'no region is known to ask AWS in: --region NAME, or region = NAME in the AWS config';

/** What may mend it, the likeliest first; where it is not certain what was wrong, doctor is the last. */
export function vaultHints(seen: Seen): string[] {
  const { request, profiles, stored } = seen;
  const { profile, container } = request;
  // To be pasted, whatever a repository's .env calls its profile.
  const quoted = shellQuoted([profile]);
  const doctor = `${lineFor('doctor', container?.given)} ${quoted}`;
  const vault = lineFor('vault', container?.given);
  if (seen.broken) return [`the AWS config cannot be read: ${doctor}`];

  if (seen.storeless) {
    return [
      'aws-vault finds no key store without a session bus: AWS_VAULT_BACKEND=file (or pass)',
      `to see what else may be wrong: ${doctor}`,
    ];
  }

  const elsewhere = isFromElsewhere(profiles, profile);
  const known = profiles.has(profile) || stored === true;
  const unknown = known ? [] : unknownProfile(seen, quoted, vault);
  if (unknown.length === 1) return unknown;
  const add = `${vault} -- add ${quoted}`;
  if (known && stored === false && !elsewhere) {
    return [`no keys are stored for '${profile}' yet: ${add}`];
  }
  const code = mfa(seen);
  if (known && lacksRegion(request, seen.env, profiles)) {
    // Without one it does not come as far as to AWS.
    return [NO_REGION, ...code, ...lock(seen, code.length > 0)].slice(0, MOST);
  }
  const hints = [
    ...unknown,
    ...code,
    ...(request.duration === undefined
      ? []
      : [`if the session was refused, AWS may not allow a length of ${request.duration}`]),
    ...lock(seen, code.length > 0),
  ];
  if (known && !elsewhere && stored === undefined && code.length === 0) {
    hints.push(`if no keys are stored ${container ? 'in it' : `for '${profile}'`} yet: ${add}`);
  } else if (known && code.length === 0 && !request.noSession) {
    hints.push(`if AWS refused the session, the keys of '${profile}' may be inactive`);
  }
  if (hints.length === 0) hints.push("aws-vault's own message stands above");
  return [...hints.slice(0, MOST - 1), `to see what else may be wrong: ${doctor}`];
}

/** That a profile is not in the AWS config, and which one may have been meant. */
export function notInConfig(profile: string, profiles: Profiles): string {
  const meant = near(profile, [...profiles.keys()]);
  const question = meant === undefined ? '' : `; did you mean '${meant}'?`;
  return `'${profile}' is not in the AWS config${question}`;
}

/** One hint alone is certain. */
function unknownProfile({ request, profiles }: Seen, quoted: string, vault: string): string[] {
  const { profile, behind } = request;
  const told = notInConfig(profile, profiles);
  if (told.endsWith('?')) return [told];
  return [
    ...(behind !== undefined && profiles.has(behind)
      ? [`'${behind}' behind the '--' is a profile: are the two swapped?`]
      : []),
    `${told}; add its keys: ${vault} -- add ${quoted}`,
    `or see the profiles: ${vault} -- list`,
  ];
}

function mfa({ request, env, profiles, terminal }: Seen): string[] {
  const { mfaToken, container, profile } = request;
  const wanted = Boolean(env.AWS_MFA_SERIAL || mfaSerial(profiles, profile));
  if (mfaToken !== undefined || (wanted && terminal && !container)) {
    return ['an MFA code is good once and for half a minute: try again with the next one'];
  }
  return wanted && !container
    ? ['the profile wants an MFA code and there is no terminal to ask on: --mfa-token N']
    : [];
}

/** Why the key store may not have opened; what is in place already is less likely than a code of the MFA device. */
function lock({ request, env, terminal }: Seen, code: boolean): string[] {
  const { container, passphraseCommand } = request;
  if (container) {
    return [
      `if the vault did not open, see whether the passphrase is that of the volume '${container.volume}'`,
    ];
  }
  const backend = env.AWS_VAULT_BACKEND || undefined;
  const preset = env.AWS_VAULT_FILE_PASSPHRASE;
  if (backend === 'pass' && onPath(env.AWS_VAULT_PASS_CMD || 'pass', env) === undefined) {
    return ['AWS_VAULT_BACKEND is pass, which is not on PATH: install it, or name another backend'];
  }
  if (backend !== undefined && backend !== 'file') {
    return terminal ? [] : ['the vault may be locked and there is no terminal: unlock it first'];
  }
  if (backend === 'file' && passphraseCommand !== undefined) {
    return code ? [] : ['if the vault did not open, see what VAULTRUN_PASSPHRASE_COMMAND prints'];
  }
  if (backend === undefined && preset !== undefined) {
    return [
      'AWS_VAULT_FILE_PASSPHRASE opens encrypted files alone: AWS_VAULT_BACKEND=file as well',
    ];
  }
  if (preset === '') return ['AWS_VAULT_FILE_PASSPHRASE is set, but empty: set or unset it'];
  if (preset !== undefined) {
    return code
      ? []
      : ['if the vault did not open, see whether AWS_VAULT_FILE_PASSPHRASE is right'];
  }
  if (!terminal) {
    return [
      backend === 'file'
        ? 'the vault is locked and there is no terminal: set AWS_VAULT_FILE_PASSPHRASE'
        : 'the vault may be locked and there is no terminal: unlock it, or AWS_VAULT_BACKEND=file with AWS_VAULT_FILE_PASSPHRASE',
    ];
  }
  return [
    backend === 'file'
      ? 'the passphrase may have been wrong: try again'
      : 'if a passphrase was asked for, it may have been wrong: try again',
  ];
}
