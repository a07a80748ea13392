// https://datatracker.ietf.org/doc/html/rfc3339#section-5.6
const TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

/** The credentials of an answer by the names of the environment, or what is wrong with it: safe to print; `ended`: its time alone. */
export type ProcessAnswer = { variables: Map<string, string> } | { problem: string; ended?: true };

/**
 * Reads what a credential process printed. No part of it is ever repeated.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function parseProcessAnswer(output: string, now: Date): ProcessAnswer {
  const answer = parsed(output);
  if (typeof answer !== 'object' || answer === null) return { problem: 'it is not a JSON object' };
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer as Record<
    string,
    unknown
  >;
  if (Version !== 1) return { problem: 'its Version is not 1' };
  if (!isText(AccessKeyId)) return { problem: 'AccessKeyId is not in it' };
  if (!isText(SecretAccessKey)) return { problem: 'SecretAccessKey is not in it' };
  const variables = new Map([
    ['AWS_ACCESS_KEY_ID', AccessKeyId],
    ['AWS_SECRET_ACCESS_KEY', SecretAccessKey],
  ]);
  if (SessionToken !== undefined && SessionToken !== null && SessionToken !== '') {
    if (!isText(SessionToken)) return { problem: 'its SessionToken is not a text' };
    variables.set('AWS_SESSION_TOKEN', SessionToken);
  }
  if (Expiration !== undefined && Expiration !== null && Expiration !== '') {
    const end = isText(Expiration) && TIME.test(Expiration) ? Date.parse(Expiration) : Number.NaN;
    if (Number.isNaN(end)) return { problem: 'its Expiration is not a time' };
    if (end <= now.getTime()) return { problem: 'it has expired already', ended: true };
    variables.set('AWS_CREDENTIAL_EXPIRATION', `${new Date(end).toISOString().slice(0, 19)}Z`);
  }
  return { variables };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    // The error quotes what was parsed.
    return undefined;
  }
}

/** What AWS makes its keys and tokens of, and what no file or environment has to quote. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}
