import { configText } from './config-file.ts';
import { entries } from './ini.ts';

/** The profiles of an AWS config file and their settings. */
export type Profiles = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the user's AWS config as aws-vault does; a file that is missing or unreadable holds no profiles. */
export function readProfiles(env: NodeJS.ProcessEnv): Profiles {
  return parseProfiles(configText(env));
}

/** https://github.com/ByteNess/aws-vault/blob/main/vault/config.go, ProfileSection */
export function parseProfiles(text: string): Profiles {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const entry of entries(text)) {
    if (entry.kind === 'section') {
      current = sections.get(entry.name) ?? new Map();
      sections.set(entry.name, current);
    } else if (entry.kind === 'setting') {
      current?.set(entry.key, entry.value);
    }
  }
  const profiles = new Map<string, Map<string, string>>();
  for (const name of sections.keys()) {
    const profile = profileIn(name);
    if (profile) profiles.set(profile, withParents(name, sections));
  }
  return profiles;
}

/**
 * The profile that a section is of, undefined: of none. Quotes and further spaces belong to the name, and [default]
 * has no `profile`.
 */
function profileIn(section: string): string | undefined {
  if (section === 'default') return section;
  const name = /^profile (.+)$/s.exec(section)?.[1];
  return name === 'default' ? undefined : name;
}

/** To go-ini `profile a.b` is a child of `profile a`, from which it has what it does not set itself. */
function withParents(
  name: string,
  sections: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Map<string, string> {
  const dot = name.lastIndexOf('.');
  const above = dot < 0 ? [] : withParents(name.slice(0, dot), sections);
  return new Map([...above, ...(sections.get(name) ?? [])]);
}

/**
 * The profiles whose settings count for one, the first that has a setting wins: itself, the one that it includes, the
 * one that this includes, and where none is included [default]. A name that repeats, on which aws-vault gives up, ends
 * it.
 * https://github.com/ByteNess/aws-vault/blob/main/vault/config.go, populateFromConfigFile
 */
export function lineageOf(profiles: Profiles, profile: string): string[] {
  const names = new Set<string>();
  for (let name: string | undefined = profile; name !== undefined && !names.has(name); ) {
    names.add(name);
    name =
      profiles.get(name)?.get('include_profile') || (name === 'default' ? undefined : 'default');
  }
  return [...names];
}

/** The value that aws-vault takes for a profile's setting; an empty one is none. */
export function settingOf(profiles: Profiles, profile: string, key: string): string | undefined {
  const owner = ownerOf(profiles, profile, key);
  return owner === undefined ? undefined : profiles.get(owner)?.get(key);
}

/** The profile that a profile's setting is from: itself, or one that hands it down. */
export function ownerOf(profiles: Profiles, profile: string, key: string): string | undefined {
  return lineageOf(profiles, profile).find(name => profiles.get(name)?.get(key));
}
