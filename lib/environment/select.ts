import { matcher } from './pattern.ts';
import { FROM_VAULT, KEYS, ruling } from './verdict.ts';

/** What was decided of one variable of the host, with the reason in words. */
export interface Decision {
  name: string;
  passed: boolean;
  reason: string;
  told: boolean;
}

export interface Wishes {
  pass: readonly string[];
  drop: readonly string[];
}

/** The container's variables, and what became of every one of the host's that was looked at. */
export interface Selection {
  /** sorted by name */
  variables: [name: string, value: string][];
  decisions: Decision[];
  /** the host's names that look like settings of vaultrun */
  settings: string[];
}

/** A name that the lines of an env-file can carry; no engine takes one with a space. */
const WRITABLE = /^[^\s=#\0][^\s=\0]*$/;

/**
 * Decides which variables enter the container: the vault's own, and of the host's those that the table, the rules
 * and the user's --pass and --drop let in. Pure; `vault` may be empty (a dry run).
 */
export function select(
  vault: ReadonlyMap<string, string>,
  host: Readonly<Record<string, string | undefined>>,
  { pass, drop }: Wishes,
): Selection {
  const asked = new Set(pass.filter(name => !name.includes('*')));
  const globs = matcher(pass.filter(name => name.includes('*')));
  const dropped = matcher(drop);
  const chosen = new Map<string, string>();
  const decisions: Decision[] = [];

  for (const [name, value] of bothRegions(vault)) {
    if (value !== '' && (KEYS.includes(name) || !dropped(name))) chosen.set(name, value);
  }
  // To go through the names of an environment takes longer than what is done with them: once is enough.
  const all = Object.keys(host);
  const names = all.filter(name => name.startsWith('AWS_') || asked.has(name));
  for (const name of names.sort()) {
    const value = host[name] ?? '';
    // What the vault answers for is never the host's; its endpoint alone may come from either.
    if (FROM_VAULT.has(name) && (name !== 'AWS_ENDPOINT_URL' || vault.has(name))) continue;
    const decision = decide(name, value, asked.has(name), globs, dropped);
    decisions.push(decision);
    if (decision.passed) chosen.set(name, value);
  }
  return {
    variables: [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)),
    decisions,
    settings: all.filter(name => name.startsWith('VAULTRUN_')),
  };
}

function decide(
  name: string,
  value: string,
  asked: boolean,
  globs: (name: string) => boolean,
  dropped: (name: string) => boolean,
): Decision {
  const { verdict, reason, told } = ruling(name, value);
  const no = (why: string, aloud = false) => ({ name, passed: false, reason: why, told: aloud });
  if (dropped(name)) return no('--drop');
  if (!WRITABLE.test(name)) return no('no env-file can carry such a name');
  if (value === '' && name !== 'AWS_PAGER') return no('empty', asked);
  if (asked || (globs(name) && !name.startsWith('AWS_VAULT_'))) {
    return { name, passed: true, reason: '--pass', told: false };
  }
  return verdict === 'pass' ? { name, passed: true, reason, told: false } : no(reason, told);
}

function bothRegions(vault: ReadonlyMap<string, string>): Map<string, string> {
  const all = new Map(vault);
  const region = all.get('AWS_REGION') || all.get('AWS_DEFAULT_REGION');
  if (region) {
    if (!all.get('AWS_REGION')) all.set('AWS_REGION', region);
    if (!all.get('AWS_DEFAULT_REGION')) all.set('AWS_DEFAULT_REGION', region);
  }
  return all;
}
