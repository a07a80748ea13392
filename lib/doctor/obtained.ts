import { accountOf } from '../credentials/account.ts';
import { shellQuoted } from '../environment/quote.ts';
import type { Failure } from '../errors.ts';
import type { Source } from '../invocation.ts';
import { type Finding, failed, ok } from './finding.ts';

/** What came: a session and how long it lasts, or keys without an end. */
export function credentials(has: ReadonlyMap<string, string>, now: Date): Finding {
  const end = has.get('AWS_CREDENTIAL_EXPIRATION') ?? has.get('AWS_SESSION_EXPIRATION');
  const minutes = Math.floor((Date.parse(end ?? '') - now.getTime()) / 60_000);
  if (!has.get('AWS_SESSION_TOKEN') && !has.get('AWS_SECURITY_TOKEN')) {
    return ok('credentials', 'long-lived keys');
  }
  return ok(
    'credentials',
    Number.isNaN(minutes) ? 'a session' : `a session that ends in ${minutes} min`,
  );
}

/** Whose account the credentials are of. */
export function accountFound(
  has: ReadonlyMap<string, string>,
  wanted: string | undefined,
): Finding[] {
  const found = accountOf(has.get('AWS_ACCESS_KEY_ID') ?? '');
  if (found === undefined)
    return [ok('account', 'the access key is from before 2019 and does not tell')];
  return [ok('account', `the credentials belong to ${found}${wanted ? ', as they have to' : ''}`)];
}

/**
 * Why none came, or why they are of no use.
 * @param asks somebody is there, who has seen what the source said by itself
 */
export function notObtained(failure: Failure, source: Source, asks: boolean): Finding {
  if (failure.kind === 'account') return failed('account', failure);
  if (/^(?:engine|value|runtime)/.test(failure.kind)) return failed('container', failure);
  const finding = failed('credentials', failure);
  // Where nobody is there its own message went nowhere.
  const { profile } = source;
  const command = `vaultrun env${profile === undefined ? '' : ` ${shellQuoted([profile])}`}`;
  const hint = `see what it says by itself: ${command} >/dev/null`;
  return asks || finding.hint?.includes('own message') === false ? finding : { ...finding, hint };
}
