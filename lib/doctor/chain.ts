import { lineageOf, type Profiles, settingOf } from '../host/aws-config.ts';

/**
 * The profiles whose keys can be used for one: itself, the one that it takes its credentials from, and so on. A name
 * that repeats ends the chain.
 */
export function chainOf(profiles: Profiles, profile: string): string[] {
  const chain = new Set<string>();
  for (let name: string | undefined = profile; name && !chain.has(name); ) {
    chain.add(name);
    name = settingOf(profiles, name, 'source_profile');
  }
  return [...chain];
}

/** The chain, and the profiles that those of the chain name to inherit settings from. */
export function involved(profiles: Profiles, chain: readonly string[]): string[] {
  const all = chain.flatMap(name => {
    const [own = name, ...above] = lineageOf(profiles, name);
    // Where none is named it is [default], which need not be there.
    return [own, ...above.filter(each => each !== 'default')];
  });
  return [...new Set([...chain, ...all])];
}

/** Whether what a profile includes goes in a circle; then aws-vault gives up, as it does where [default] includes one. */
export function includesInCircle(profiles: Profiles, profile: string): boolean {
  const last = lineageOf(profiles, profile).at(-1);
  return last !== 'default' || Boolean(profiles.get('default')?.get('include_profile'));
}

/** The first value that the chain has for a setting. */
export function settingInChain(
  profiles: Profiles,
  chain: readonly string[],
  key: string,
): string | undefined {
  for (const name of chain) {
    const value = settingOf(profiles, name, key);
    if (value) return value;
  }
  return undefined;
}
