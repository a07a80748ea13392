import type { Parsed } from './arguments.ts';
import type { CommandName } from './command-line/options.ts';
import { optionNamed, verify } from './command-line/values.ts';
import { Failed } from './errors.ts';
import { unknownNames } from './settings/unknown-names.ts';
import { type Settings, settingNames } from './settings.ts';

const EXAMPLES: Partial<Record<CommandName, string>> = {
  run: 'vaultrun dev -- myimage sh',
  exec: 'vaultrun exec dev -- make deploy',
  env: 'vaultrun env dev',
};

/**
 * The profile that is named on the command line, in the settings, or by AWS_PROFILE or AWS_VAULT.
 * @param needed none is an error
 * @throws Failed 'profiles' for two, 'no-profile' for none, 'usage' for one that aws-vault would misread
 */
export function profileOf(
  { command, given, positionals }: Parsed,
  settings: Settings,
  env: NodeJS.ProcessEnv,
  needed: boolean,
): { profile: string | undefined; profileOfRepository: boolean } {
  const option = optionNamed('profile');
  const named = given.get('profile');
  const words = [...(named === undefined ? [] : [String(named)]), ...positionals];
  if (words.length > 1) throw new Failed({ kind: 'profiles', words });
  const setting = settings.get('profile');
  const fallback = env.AWS_PROFILE ? 'AWS_PROFILE' : 'AWS_VAULT';
  const profile = words[0] ?? (setting?.value || env[fallback] || undefined);
  if (profile === undefined) {
    if (!needed) return { profile, profileOfRepository: false };
    const unknown = unknownNames(Object.keys(env), settingNames());
    throw new Failed({ kind: 'no-profile', example: `${EXAMPLES[command ?? 'run']}`, unknown });
  }
  const origin = words.length > 0 ? 'profile' : (setting?.origin ?? fallback);
  verify(option, profile, origin);
  return { profile, profileOfRepository: words.length === 0 && setting?.ofRepository === true };
}
