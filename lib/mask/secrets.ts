/** The variables whose values are masked; an access key id is no secret. */
const SECRET = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'];

export function secretsOf(variables: Iterable<readonly [name: string, value: string]>): string[] {
  return [...variables].filter(([name]) => SECRET.includes(name)).map(([, value]) => value);
}
