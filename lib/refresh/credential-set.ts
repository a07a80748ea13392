import { formatted } from '../environment/formats.ts';
import { Failed } from '../errors.ts';
import { secretsOf } from '../mask/secrets.ts';
import type { CredentialSet } from '../mount/folder.ts';
import { toldEnd } from './schedule.ts';

/**
 * @param answer what the source said, by the names of the environment
 * @param now when it did, in milliseconds
 * @throws Failed 'refresh-answer' for what the helper's `echo` could not print as it is
 */
export function toCredentialSet(answer: ReadonlyMap<string, string>, now: number): CredentialSet {
  const said = answer.get('AWS_CREDENTIAL_EXPIRATION') ?? answer.get('AWS_SESSION_EXPIRATION');
  const time = Date.parse(said ?? '');
  const end = Number.isNaN(time) ? undefined : time;
  const told = new Map(answer);
  if (end !== undefined) {
    told.set('AWS_CREDENTIAL_EXPIRATION', inSeconds(toldEnd({ start: now, end })));
  }
  const text = formatted([...told], 'credential-process');
  if (text.includes('\\')) {
    throw new Failed({ kind: 'refresh-answer', problem: 'a character in them needs an escape' });
  }
  return { text, end, secrets: secretsOf(answer) };
}

function inSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
