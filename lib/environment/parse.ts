import { FROM_VAULT } from './verdict.ts';

/** Of the answer only the names are ever repeated: `problem` is safe to print. */
export type Answer = { variables: Map<string, string> } | { problem: string };

/**
 * Reads what `env` printed in aws-vault's child: of its lines only the closed list of the vault's variables, split
 * at the first `=`. A blank line or anything else in between is passed over (the file backend prints one after
 * its passphrase prompt).
 */
export function parseAnswer(output: string, now: Date): Answer {
  const lines = output.split('\n');
  const rest = lines.pop();
  const variables = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf('=');
    const name = line.slice(0, at);
    if (at < 0 || !FROM_VAULT.has(name)) continue;
    const value = line.slice(at + 1);
    if ((variables.get(name) ?? value) !== value) return { problem: `${name} stands there twice` };
    variables.set(name, value);
  }
  // `env` ends every line; a last one without its end may be half a token.
  if (rest !== '') return { problem: 'it breaks off in the middle of a line' };
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
    if (!variables.get(name)) return { problem: `${name} is not in it` };
  }
  const end = variables.get('AWS_CREDENTIAL_EXPIRATION') ?? variables.get('AWS_SESSION_EXPIRATION');
  if (end !== undefined && Date.parse(end) <= now.getTime()) {
    return { problem: 'the session has ended already, by the clock of this host' };
  }
  return { variables };
}
