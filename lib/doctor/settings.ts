import { statSync } from 'node:fs';
import { misspelt } from '../settings/misspelt-settings.ts';
import { unknownNames } from '../settings/unknown-names.ts';
import { type SettingSource, settingNames, userFile } from '../settings.ts';
import { type Check, type Finding, failed, ok, warn } from './finding.ts';
import type { Settled } from './settled.ts';

const PLACE: Record<SettingSource, Check> = {
  environment: 'settings',
  repository: '.env',
  user: 'config.env',
};

/** The settings of the environment, of the folder's `.env` and of the user's file. */
export function settingFindings(settled: Settled, env: NodeJS.ProcessEnv): Finding[] {
  return [
    ...(['environment', 'repository', 'user'] as const).flatMap(source =>
      ofSource(settled, source),
    ),
    ...misspeltOnes(Object.keys(env)),
    ...repositorysChoice(settled, env),
    ...unsafe(userFile(env)),
  ];
}

function ofSource({ settings, wrong }: Settled, source: SettingSource): Finding[] {
  const check = PLACE[source];
  const found = wrong.filter(each => each.source === source);
  if (found.length > 0) return found.map(({ failure }) => failed(check, failure));
  const names = [...settings].filter(([, { origin }]) => sourceOf(origin) === source);
  const told = names.map(([name, setting]) => shown(name, setting.value)).join(', ');
  return [ok(check, told === '' ? 'no setting' : `sets ${told}`)];
}

/** Only what cannot be a secret is shown with its value. */
function shown(name: string, value: string): string {
  const open = ['profile', 'account', 'region', 'duration', 'engine'];
  return open.includes(name) ? `${name} ${value}` : name;
}

function sourceOf(origin: string): SettingSource {
  const file = / in (.+)$/s.exec(origin)?.[1];
  return file === undefined ? 'environment' : file === '.env' ? 'repository' : 'user';
}

/** Misspelt settings of the environment, in the words in which a run tells them. */
function misspeltOnes(names: readonly string[]): Finding[] {
  const settings = settingNames();
  return misspelt(unknownNames(names, settings), settings).map(({ problem, hint }) =>
    warn('settings', problem, hint),
  );
}

/** A profile that the folder chooses, where the shell has chosen another. */
function repositorysChoice({ settings, profile }: Settled, env: NodeJS.ProcessEnv): Finding[] {
  const shells = env.AWS_PROFILE || env.AWS_VAULT;
  const setting = settings.get('profile');
  if (!setting?.ofRepository || profile !== setting.value || !shells || shells === profile) {
    return [];
  }
  return [
    warn(
      '.env',
      `this folder's .env chooses profile '${profile}', and not the shell's '${shells}'`,
      'name the one that you mean: vaultrun --profile NAME, or VAULTRUN_PROFILE',
    ),
  ];
}

/** The user's file names commands that are run, so nobody else may write it. */
function unsafe(file: string | undefined): Finding[] {
  const found = file === undefined ? undefined : statOf(file);
  if (found === undefined || (found.mode & 0o022) === 0) return [];
  return [
    warn(
      'config.env',
      `${file} can be written by others, and names commands`,
      `chmod go-w ${file}`,
    ),
  ];
}

function statOf(file: string) {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}
