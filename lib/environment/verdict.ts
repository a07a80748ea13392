import { type Row, TABLE, type Verdict } from './table.ts';

/** What the table and, failing that, the rules for unknown names say of one variable. */
export interface Ruling {
  verdict: Verdict;
  reason: string;
  /** the row has a notice for a loopback value */
  loopback: boolean;
  /** withholding it earns a notice */
  told: boolean;
}

/** The access key, the secret key and the tokens: what nothing may replace or take away. */
export const KEYS: readonly string[] = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
];

const EXACT = new Map<string, Row>();
const FAMILIES: [prefix: string, row: Row][] = [];
for (const row of TABLE) {
  for (const name of row.names.split(' ')) {
    if (name.endsWith('*')) FAMILIES.push([name.slice(0, -1), row]);
    else EXACT.set(name, row);
  }
}

/** The names that are taken from aws-vault's answer. */
export const FROM_VAULT: ReadonlySet<string> = new Set([
  ...[...EXACT].filter(([, row]) => row.verdict === 'vault').map(([name]) => name),
  // It passes from either side: the vault knows the profile's own.
  'AWS_ENDPOINT_URL',
]);

const SECRET = /SECRET|TOKEN|(^|_)PASS|PRIVATE|CREDENTIAL|KEYS?(_|$)/;
const NO_SECRET = /_(ARN|ID|IDS|NAME|ALIAS|TTL|URL|PORT|ENABLED|ALGORITHM|REGION)$/;
const PATH = /_(FILE|DIR|DIRECTORY|BUNDLE|SOCK)$/;

/** The ruling on an `AWS_` name; first match wins: an exact name, a family, the secret rule, the path rule. */
export function ruling(name: string, value: string): Ruling {
  const row = EXACT.get(name) ?? FAMILIES.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (row) {
    const passes = row.values === undefined || row.values.includes(value);
    return {
      verdict: passes ? row.verdict : 'withhold',
      reason: row.reason,
      loopback: row.loopback ?? false,
      told: row.told ?? false,
    };
  }
  if (SECRET.test(name) && !NO_SECRET.test(name)) {
    return { verdict: 'withhold', reason: 'may be a secret', loopback: false, told: true };
  }
  if (PATH.test(name)) {
    return {
      verdict: 'withhold',
      reason: 'may be a path of the host',
      loopback: false,
      told: true,
    };
  }
  return { verdict: 'pass', reason: 'no rule against it', loopback: false, told: false };
}
