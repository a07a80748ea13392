import { vaultArguments } from '../credentials/aws-vault.ts';
import { notInConfig } from '../credentials/vault-hints.ts';
import { shellQuoted } from '../environment/quote.ts';
import { type Decision, select } from '../environment/select.ts';
import { planFor } from '../injection/deliver.ts';
import { shownPath } from '../injection/shown-path.ts';
import { engineArguments, type Start } from '../injection/start.ts';
import type { Invocation } from '../invocation.ts';
import { INSIDE } from '../mount/layout.ts';
import { announcement } from '../notices/notices.ts';
import { show } from '../print.ts';
import { oneLine } from '../report.ts';
import { PASSPHRASE } from '../vault/passphrase.ts';
import { shownContainer } from '../vault/run.ts';
import { vaultVariables } from '../vault/variables.ts';

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
    sourceLine(invocation, env),
    ...targetLine(invocation, start),
    '',
    ...(announced ? [announced] : []),
    ...(await unknownProfile(invocation, env)),
    ...(account === undefined ? [] : [`only if the credentials belong to account ${account}`]),
    ...(invocation.refresh
      ? [`in files at ${INSIDE} that are kept fresh, not in the environment:`]
      : []),
    ...vaultLines(invocation, env),
    ...(invocation.command === 'exec' ? [EXEC] : []),
    `from ${invocation.source.kind}: access key, secret key, and session token, expiry, region where it has them`,
    ...table(decisions),
  ];
  await show(lines.map(line => `${line}\n`).join(''));
  return 0;
}

/** What becomes of the command's own environment, which is not the file's. */
const EXEC =
  "in two files; the command's environment is this one without keys, a profile and the vault's passphrase, and leads AWS tools to the files";

function sourceLine({ source, region }: Invocation, env: NodeJS.ProcessEnv): string {
  if (source.kind === 'credential-process') return shellQuoted(['sh', '-c', source.command]);
  const args = vaultArguments({ ...source, region }, true);
  return source.container
    ? shownContainer(source.container, args, env, false)
    : shellQuoted(['aws-vault', ...args]);
}

/** Where there is an AWS config, aws-vault knows a profile that is not in it only by its keys. */
async function unknownProfile({ source }: Invocation, env: NodeJS.ProcessEnv): Promise<string[]> {
  const { readProfiles } = await import('../host/aws-config.ts');
  const profiles = readProfiles(env);
  return source.kind !== 'aws-vault' || profiles.size === 0 || profiles.has(source.profile)
    ? []
    : [notInConfig(source.profile, profiles)];
}

/** What aws-vault's own container would get. */
function vaultLines({ source }: Invocation, env: NodeJS.ProcessEnv): string[] {
  if (source.kind !== 'aws-vault' || !source.container) return [];
  const from = source.passphraseCommand
    ? 'VAULTRUN_PASSPHRASE_COMMAND'
    : env[PASSPHRASE]
      ? PASSPHRASE
      : 'a question on the terminal';
  const names = vaultVariables(env).map(([name]) => name);
  return [
    `into the container of aws-vault: its passphrase, from ${from}${names.map(name => `, ${name}`).join('')}`,
  ];
}

function targetLine({ command, words }: Invocation, start: Start | undefined): string[] {
  if (start) {
    const args = engineArguments(start, shownPath(planFor(start, 0)));
    return [shellQuoted([start.engine.name, ...args])];
  }
  return command === 'exec' ? [shellQuoted(words)] : [];
}

function table(decisions: readonly Decision[]): string[] {
  const width = Math.max(0, ...decisions.map(({ name }) => name.length));
  const row = ({ name, passed, reason }: Decision) =>
    `${passed ? 'passed  ' : 'withheld'}  ${oneLine(name).padEnd(width)}  ${reason}`;
  return [...decisions.filter(d => d.passed), ...decisions.filter(d => !d.passed)].map(row);
}
