import { readProfiles, settingOf } from '../aws-config.ts';
import { shellQuoted } from '../environment/quote.ts';
import { near } from '../near.ts';
import { hasTerminal } from '../process/signals.ts';
import type { VaultRequest } from './aws-vault.ts';

/** What a profile may have instead of keys of its own in the vault. */
const OTHER_SOURCES = [
  'source_profile',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
  'web_identity_token_process',
];

/**
 * What may mend a failed aws-vault. Its own message went straight to stderr, so this goes by what can be seen from
 * outside: whether the profile is known, whether it wants a code, whether anybody could be asked.
 */
export function failureHints(request: VaultRequest, env: NodeJS.ProcessEnv): string[] {
  const { profile, mfaToken, duration, noSession, container } = request;
  const profiles = readProfiles(env);
  const terminal = hasTerminal();
  // To be pasted, whatever a repository's .env calls its profile.
  const quoted = shellQuoted([profile]);
  const hints: string[] = [];
  if (!profiles.has(profile)) {
    const meant = near(profile, [...profiles.keys()]);
    hints.push(
      meant === undefined
        ? `'${profile}' is not in the AWS config; add its keys: vaultrun vault -- add ${quoted}, or see the profiles: vaultrun vault -- list`
        : `'${profile}' is not in the AWS config; did you mean '${meant}'?`,
    );
  }
  const mfa = settingOf(profiles, profile, 'mfa_serial') !== undefined;
  if (mfaToken !== undefined || (mfa && terminal && !container)) {
    hints.push('an MFA code is good once and for half a minute: try again with the next one');
  } else if (mfa && !container) {
    hints.push('the profile wants an MFA code and there is no terminal to ask on: --mfa-token N');
  }
  if (duration !== undefined) {
    hints.push(`if the session was refused, AWS may not allow a length of ${duration}`);
  }
  if (container) {
    return [
      ...hints,
      `if the vault did not open, see whether the passphrase is that of the volume '${container.volume}'`,
    ];
  }
  if (request.passphraseCommand !== undefined && env.AWS_VAULT_BACKEND === 'file') {
    hints.push('if the vault did not open, see what VAULTRUN_PASSPHRASE_COMMAND prints');
  } else if (env.AWS_VAULT_BACKEND === 'file' && !env.AWS_VAULT_FILE_PASSPHRASE && !terminal) {
    hints.push('the vault is locked and there is no terminal: set AWS_VAULT_FILE_PASSPHRASE');
  } else if (env.AWS_VAULT_FILE_PASSPHRASE && hints.length === 0) {
    hints.push('if the vault did not open, see whether AWS_VAULT_FILE_PASSPHRASE is right');
  }
  const elsewhere = OTHER_SOURCES.some(key => settingOf(profiles, profile, key) !== undefined);
  if (profiles.has(profile) && !elsewhere) {
    hints.push(`if no keys are stored for '${profile}' yet: vaultrun vault -- add ${quoted}`);
  }
  if (hints.length > 0) return hints;
  return [
    noSession
      ? "aws-vault's own message stands above"
      : `aws-vault's own message stands above; if AWS refused the session, the keys of '${profile}' may be inactive`,
  ];
}
