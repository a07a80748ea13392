import { vaultArguments } from './credentials/aws-vault.ts';
import { shellQuoted } from './environment/quote.ts';
import { type Decision, select } from './environment/select.ts';
import { planFor } from './injection/deliver.ts';
import type { Plan } from './injection/plan.ts';
import { engineArguments, type Start } from './injection/start.ts';
import type { Invocation } from './invocation.ts';
import { INSIDE } from './mount/layout.ts';
import { announcement } from './notices.ts';
import { print } from './print.ts';
import { HANDED_OVER } from './process/replace.ts';
import { oneLine } from './report.ts';

/**
 * Prints the command lines of a run and what would become of each variable; asks the source for nothing.
 * @param start the container that would be run, where there is one
 */
export async function dryRunOf(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  start?: Start,
): Promise<number> {
  const { decisions } = select(new Map(), env, invocation);
  const { account } = invocation;
  const announced = announcement(invocation);
  const lines = [
    sourceLine(invocation),
    ...targetLine(invocation, start),
    '',
    ...(announced ? [announced] : []),
    ...(account === undefined ? [] : [`only if the credentials belong to account ${account}`]),
    ...(invocation.refresh
      ? [`in files at ${INSIDE} that are kept fresh, not in the environment:`]
      : []),
    `from ${invocation.source.kind}: access key, secret key, and session token, expiry, region where it has them`,
    ...table(decisions),
  ];
  await print(lines.map(line => `${line}\n`).join(''));
  return 0;
}

function sourceLine({ source, region }: Invocation): string {
  return source.kind === 'aws-vault'
    ? shellQuoted(['aws-vault', ...vaultArguments({ ...source, region }, true)])
    : shellQuoted(['sh', '-c', source.command]);
}

function targetLine({ command, words }: Invocation, start: Start | undefined): string[] {
  if (start) {
    const args = engineArguments(start, shownPath(planFor(start, 0)));
    return [shellQuoted([start.engine.name, ...args])];
  }
  return command === 'exec' ? [shellQuoted(words)] : [];
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
    `${passed ? 'passed  ' : 'withheld'}  ${oneLine(name).padEnd(width)}  ${reason}`;
  return [...decisions.filter(d => d.passed), ...decisions.filter(d => !d.passed)].map(row);
}
