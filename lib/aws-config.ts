import { readFileSync, statSync } from 'node:fs';

/** The profiles of an AWS config file and their settings. */
export type Profiles = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads the user's AWS config (AWS_CONFIG_FILE, else ~/.aws/config) as aws-vault and the SDKs do; a file that is
 * missing or unreadable holds no profiles.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function readProfiles(env: NodeJS.ProcessEnv): Profiles {
  const file = configFile(env);
  try {
    // What a pipe holds is for aws-vault, which could not read it again.
    const isFile = file && statSync(file).isFile();
    return isFile ? parseProfiles(readFileSync(file, 'utf8')) : new Map();
  } catch {
    return new Map();
  }
}

/** Where the user's AWS config is, or would be. */
export function configFile(env: NodeJS.ProcessEnv): string | undefined {
  return env.AWS_CONFIG_FILE || (env.HOME && `${env.HOME}/.aws/config`) || undefined;
}

export function parseProfiles(text: string): Profiles {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1];
    if (section !== undefined) {
      const name = section === 'default' ? section : /^profile\s+(.+)$/.exec(section)?.[1];
      const unquoted = name?.replace(/^(["'])(.*)\1$/, '$2');
      current = unquoted === undefined ? undefined : (profiles.get(unquoted) ?? new Map());
      if (unquoted !== undefined && current) profiles.set(unquoted, current);
      continue;
    }
    // Indented lines belong to a nested setting, which nothing here needs.
    const pair = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (pair?.[1] && current) current.set(pair[1].toLowerCase(), pair[2] ?? '');
  }
  return profiles;
}

/**
 * A setting as aws-vault finds it: the profile's own, else that of the profile it includes, which is [default] where
 * it names none; an empty one is none. https://github.com/ByteNess/aws-vault/blob/main/vault/config.go
 */
export function inherited(profiles: Profiles, profile: string, key: string): string | undefined {
  const seen = new Set<string>();
  let name: string | undefined = profile;
  while (name !== undefined && !seen.has(name)) {
    seen.add(name);
    const own = profiles.get(name);
    const value = own?.get(key);
    if (value) return value;
    name = own?.get('include_profile') || (name === 'default' ? undefined : 'default');
  }
  return undefined;
}

/** A profile's own setting, else the one that [default] hands down. */
export function settingOf(profiles: Profiles, profile: string, key: string): string | undefined {
  return profiles.get(profile)?.get(key) ?? profiles.get('default')?.get(key);
}
