import { basename } from 'node:path';
import { cut } from '../arguments.ts';
import { parse } from '../command-line/parse.ts';
import { sourceCircle } from '../credentials/source-circle.ts';
import { tell } from '../failures.ts';
import { type Profiles, settingOf } from '../host/aws-config.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** The flags of `aws-vault exec` and `export` whose value is a word of its own. */
const WITH_VALUE = new Set(
  '-d --duration -t --mfa-token --region --prompt --backend --format --file-dir --keychain'.split(
    ' ',
  ),
);

/** The profile whose credentials a credential_process asks vaultrun or aws-vault for; undefined: neither. */
export function askedBy(command: string): string | undefined {
  const words = command.split(/[\s"'`;|&()]+/).filter(Boolean);
  const at = words.findIndex(word => /^(?:aws-vault|vaultrun)$/.test(basename(word)));
  if (at < 0) return undefined;
  const rest = words.slice(at + 1);
  return basename(words[at] ?? '') === 'vaultrun' ? ofVaultrun(rest) : ofVault(rest);
}

function ofVaultrun(words: readonly string[]): string | undefined {
  try {
    const { given, positionals } = parse(cut(words).own);
    const named = given.get('profile');
    return named === undefined ? positionals[0] : String(named);
  } catch {
    // It is no command line of ours.
    return undefined;
  }
}

function ofVault(words: readonly string[]): string | undefined {
  const command = words.findIndex(word => word === 'exec' || word === 'export');
  if (command < 0) return undefined;
  for (let at = command + 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-')) return word;
    if (WITH_VALUE.has(word)) at += 1;
  }
  return undefined;
}

/** The profiles that ask for each other's credentials in a circle, the first of them again at the end. */
export function circleFrom(profiles: Profiles, profile: string): string[] | undefined {
  const path: string[] = [];
  for (let name: string | undefined = profile; name !== undefined; name = next(profiles, name)) {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    path.push(name);
  }
  return undefined;
}

function next(profiles: Profiles, name: string): string | undefined {
  const source = settingOf(profiles, name, 'source_profile');
  // A profile that names itself as its source has keys of its own.
  if (source && source !== name) return source;
  return askedBy(settingOf(profiles, name, 'credential_process') ?? '');
}

/**
 * Whether the profile's credential_process calls itself, directly or by way of others: without stored keys, which come
 * first, that never ends. Profiles that are each other's source never end with them either.
 */
export function loop(
  profiles: Profiles,
  profile: string,
  stored: (profile: string) => boolean | undefined,
): Finding[] {
  const sources = sourceCircle(profiles, profile);
  if (sources !== undefined) {
    const { error, hints } = tell({ kind: 'source-circle', circle: sources });
    return [fail('credential-process', error, hints[0] ?? '')];
  }
  const circle = circleFrom(profiles, profile);
  if (circle === undefined) {
    const process = settingOf(profiles, profile, 'credential_process');
    return process
      ? [ok('credential-process', 'the profile has one, and it asks no profile in a circle')]
      : [];
  }
  if (circle.some(name => stored(name))) {
    return [ok('credential-process', `${circle.join(' → ')} is a circle that stored keys end`)];
  }
  const known = circle.every(name => stored(name) === false);
  return [
    (known ? fail : warn)(
      'credential-process',
      `${circle.join(' → ')}: a profile that asks for its own credentials never ends${known ? '' : ', unless keys are stored for it'}`,
      'name a profile with keys of its own in the credential_process',
    ),
  ];
}
