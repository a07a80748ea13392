import { Failed } from '../errors.ts';
import { type Profiles, readProfiles, settingOf } from '../host/aws-config.ts';

/**
 * The profiles that are each other's source, the first of them again at the end. aws-vault follows them for ever, with
 * ever more memory and before it looks for stored keys; a profile that is its own source is one that has none.
 * https://github.com/ByteNess/aws-vault/blob/main/vault/config.go (hydrateSourceConfig)
 */
export function sourceCircle(profiles: Profiles, profile: string): string[] | undefined {
  const path: string[] = [];
  let name: string | undefined = profile;
  while (name !== undefined) {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    path.push(name);
    const source = settingOf(profiles, name, 'source_profile');
    name = source === name ? undefined : source;
  }
  return undefined;
}

/** @throws Failed 'source-circle' where aws-vault would not end */
export function refuseCircle(profile: string, env: NodeJS.ProcessEnv): void {
  const circle = sourceCircle(readProfiles(env), profile);
  if (circle) throw new Failed({ kind: 'source-circle', circle });
}
