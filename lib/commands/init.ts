import type { Parsed } from '../arguments.ts';
import { optionNamed, valuesOf, verify } from '../command-line/values.ts';
import { notInConfig } from '../credentials/vault-hints.ts';
import { usage } from '../errors.ts';
import { type Profiles, readProfiles } from '../host/aws-config.ts';
import { alias } from '../init/alias.ts';
import { compose } from '../init/compose.ts';
import { credentialProcess } from '../init/credential-process.ts';
import { make } from '../init/make.ts';
import type { Snippet } from '../init/snippet.ts';
import { SNIPPETS, type SnippetName } from '../init/snippets.ts';
import { takenTargets } from '../init/taken-targets.ts';
import { print } from '../print.ts';
import { isUnchanged } from '../process/unchanged.ts';
import { reportTo } from '../report.ts';
import { readSettings } from '../settings.ts';
import { isStored } from '../vault/key-files.ts';

const MAKERS: Readonly<Record<SnippetName, Snippet>> = {
  make,
  alias,
  compose,
  'credential-process': credentialProcess,
};

const HINT = `vaultrun init ${SNIPPETS.join('|')} [profile] [image]`;

/**
 * Prints a ready snippet with the user's profile and image in it, behind an empty line. A profile of theirs that is in
 * no config gets a notice, and so do targets of a Makefile that the snippet's would replace.
 * @throws Failed 'usage' for an unknown snippet or a name that no snippet can hold, 'output' where stdout does not take
 * it
 */
export async function init(
  { given, positionals }: Parsed,
  words: readonly string[] | undefined,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  if (words !== undefined)
    throw usage("'vaultrun init' runs nothing, so no '--' belongs to it", HINT);
  const [first, ...rest] = positionals;
  const name = snippetNamed(first);
  const option = given.get('profile');
  const names = option === undefined ? rest : [String(option), ...rest];
  const most = name === 'credential-process' ? 1 : 2;
  if (names.length > most) {
    const known = most === 1 ? 'a profile' : 'a profile and an image';
    throw usage(`'vaultrun init ${name}' knows ${known}, and nothing more`, HINT);
  }
  // Of the settings the environment's alone: a shell's start must not depend on the folder that it starts in.
  const settings = await readSettings(env, ['environment']);
  const { flag } = valuesOf(given, settings);
  const report = reportTo({ quiet: flag('quiet'), verbose: flag('verbose') });
  const setting = settings.get('profile');
  const [named = setting?.value, image = 'myimage'] = names;
  const profile = named ?? 'dev';
  verify(optionNamed('profile'), profile, names.length > 0 ? 'profile' : setting?.origin);
  if (image === '' || image.startsWith('-'))
    throw usage('the image: an engine would not take it for one', HINT);
  for (const [what, text] of [
    ['profile', profile],
    ['image', image],
  ] as const) {
    // U+2028 and U+2029 end a line in YAML.
    if (/[\p{Cc}\u2028\u2029]/u.test(text) || !isUnchanged(text, 'cmdline'))
      throw usage(`the ${what} cannot be written into a file of text`, 'take its line breaks out');
  }
  const profiles = readProfiles(env);
  const snippet = MAKERS[name]({ profile, image, profiles });
  // The file that it is appended to may have no newline at its end.
  await print(`\n${snippet}`);
  const taken = name === 'make' ? takenTargets() : undefined;
  if (taken !== undefined) report.notice(taken);
  if (named !== undefined && isNowhere(named, profiles, env)) {
    report.notice(notInConfig(named, profiles));
  }
  return 0;
}

/** No error, for aws-vault may have keys of a profile that no config knows; and a config without any tells nothing. */
function isNowhere(profile: string, profiles: Profiles, env: NodeJS.ProcessEnv): boolean {
  return profiles.size > 0 && !profiles.has(profile) && isStored(env, profile) !== true;
}

function snippetNamed(word: string | undefined): SnippetName {
  const name = SNIPPETS.find(known => known === word);
  if (name !== undefined) return name;
  if (word === undefined) throw usage('no snippet is named', HINT);
  throw usage(`there is no snippet '${word}'`, HINT, { word, among: [...SNIPPETS] });
}
