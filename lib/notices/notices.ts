import { shellQuoted } from '../environment/quote.ts';
import type { Decision } from '../environment/select.ts';
import type { Invocation } from '../invocation.ts';
import type { Circumstances } from './circumstances.ts';
import { doubled, forContainer, loopback, mixed } from './container.ts';
import { passphrase } from './passphrase.ts';
import { region } from './region.ts';
import { session, shortSets } from './session.ts';

/** One line each, for stderr; names, never a value that could be a secret. */
export function notices(circumstances: Circumstances): string[] {
  const { invocation, account, selection, remote } = circumstances;
  const { source, words } = invocation;
  const name = source.profile === undefined ? 'the credential process' : `'${source.profile}'`;
  const owner = account === undefined ? name : `${name} (account ${account})`;
  const asked = source.kind === 'aws-vault' ? source.duration : undefined;
  const has = new Map(selection.variables);
  // A credential process hands credentials on and nothing else, to a program of this host.
  const whole = invocation.command !== 'env' || invocation.format !== 'credential-process';
  return [
    has.has('AWS_SESSION_TOKEN') || has.has('AWS_SECURITY_TOKEN')
      ? undefined
      : `long-lived keys of ${owner} ${ENTER[invocation.command]}: they never end`,
    invocation.refresh ? shortSets(has, circumstances.now) : session(has, asked, circumstances.now),
    passphrase(circumstances),
    ...(whole
      ? [
          region(circumstances, has),
          ...(forContainer(invocation) ? loopback(selection, words) : []),
          withheld(selection.decisions),
          absent(invocation.pass, circumstances.host),
        ]
      : []),
    ...(invocation.command === 'run' ? [mixed(words), doubled(words)] : []),
    remote
      ? `the engine runs elsewhere (${remote}): who may use it there can read the credentials with inspect`
      : undefined,
  ].filter(notice => notice !== undefined);
}

const ENTER = {
  run: 'enter the container',
  exec: 'are handed to the command',
  env: 'are printed',
} as const;

/** The variables that the user may well want, and that are kept out all the same. */
export function withheld(decisions: readonly Decision[]): string | undefined {
  const told = decisions.filter(decision => decision.told);
  if (told.length === 0) return undefined;
  const list = told.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  return `not passed: ${list}; let one in with --pass ${shellQuoted([told[0]?.name ?? ''])}, or silence this with --drop`;
}

function absent(
  pass: readonly string[],
  host: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const names = pass.filter(name => !name.includes('*') && host[name] === undefined);
  return names.length > 0 ? `not set here, so not passed: ${names.join(', ')}` : undefined;
}

/**
 * Said before the source is asked, whatever --quiet says: whose choice the profile is, and with it the account;
 * undefined: the user's own.
 */
export function announcement(invocation: Invocation): string | undefined {
  const { profileOfRepository, source, account, ownAccount } = invocation;
  const choices = [
    ...(profileOfRepository ? [`profile '${source.profile}'`] : []),
    ...(ownAccount === undefined || ownAccount === account
      ? []
      : [`account ${account} in place of your own ${ownAccount}`]),
  ];
  return choices.length > 0
    ? `${choices.join(', and ')} is the choice of this folder's .env`
    : undefined;
}
