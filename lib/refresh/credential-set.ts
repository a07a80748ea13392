import { formatted } from '../environment/formats.ts';
import { Failed } from '../errors.ts';

/** Credentials as the helper prints them: a line of JSON with its end; and when they end, if they do. */
export interface CredentialSet {
  text: string;
  end: number | undefined;
}

/**
 * @param answer what the source said, by the names of the environment
 * @throws Failed 'refresh-answer' for what the helper's `echo` could not print as it is
 */
export function toCredentialSet(answer: ReadonlyMap<string, string>): CredentialSet {
  const text = formatted([...answer], 'credential-process');
  if (text.includes('\\')) {
    throw new Failed({ kind: 'refresh-answer', problem: 'a character in them needs an escape' });
  }
  const end = answer.get('AWS_CREDENTIAL_EXPIRATION') ?? answer.get('AWS_SESSION_EXPIRATION');
  const time = Date.parse(end ?? '');
  return { text, end: Number.isNaN(time) ? undefined : time };
}
