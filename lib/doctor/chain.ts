import type { Profiles } from '../aws-config.ts';

/**
 * The profiles that take part in one profile's credentials: itself, and those that it takes them or settings from, in
 * that order. A name that repeats ends the chain.
 */
export function chainOf(profiles: Profiles, profile: string): string[] {
  const chain: string[] = [];
  const todo = [profile];
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    if (chain.includes(name)) continue;
    chain.push(name);
    const settings = profiles.get(name);
    for (const key of ['source_profile', 'include_profile', 'parent_profile']) {
      const next = settings?.get(key);
      if (next) todo.push(next);
    }
  }
  return chain;
}

/** The first value that the chain has for a setting, else what [default] hands down. */
export function settingInChain(
  profiles: Profiles,
  chain: readonly string[],
  key: string,
): string | undefined {
  for (const name of [...chain, 'default']) {
    const value = profiles.get(name)?.get(key);
    if (value) return value;
  }
  return undefined;
}
