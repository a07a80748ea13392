import { vaultArguments } from './credentials/aws-vault.ts';
import { type Decision, select } from './environment/select.ts';
import { planFor } from './injection/deliver.ts';
import type { Plan } from './injection/plan.ts';
import { engineArguments, type Start } from './injection/start.ts';
import type { Invocation } from './invocation.ts';
import { print } from './print.ts';
import { HANDED_OVER } from './process/replace.ts';

/** Prints the two command lines of a run and what would become of each variable; asks the vault for nothing. */
export async function dryRun(invocation: Invocation, start: Start): Promise<number> {
  const { decisions } = select(new Map(), start.env, invocation);
  const lines = [
    shellQuoted(['aws-vault', ...vaultArguments(invocation, true)]),
    shellQuoted([start.engine.name, ...engineArguments(start, shownPath(planFor(start, 0)))]),
    '',
    'from aws-vault: access key, secret key, and session token, expiry, region where it has them',
    ...table(decisions),
  ];
  await print(lines.map(line => `${line}\n`).join(''));
  return 0;
}

function shownPath(plan: Plan): string {
  switch (plan.way) {
    case 'replace':
      return HANDED_OVER;
    case 'descriptor':
      return `/dev/fd/${plan.fd}`;
    case 'through-parent':
      return '/proc/PID/fd/N';
    case 'named':
      return 'PRIVATE-FILE';
  }
}

function table(decisions: readonly Decision[]): string[] {
  const width = Math.max(0, ...decisions.map(({ name }) => name.length));
  const row = ({ name, passed, reason }: Decision) =>
    `${passed ? 'passed  ' : 'withheld'}  ${name.padEnd(width)}  ${reason}`;
  return [...decisions.filter(d => d.passed), ...decisions.filter(d => !d.passed)].map(row);
}

/** Words as a POSIX shell reads them back. */
export function shellQuoted(words: readonly string[]): string {
  return words
    .map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
