import type { Format } from '../command-line/options.ts';
import { envFileText } from './lines.ts';
import { shellQuoted } from './quote.ts';

type Variables = readonly (readonly [name: string, value: string])[];

/**
 * The variables in one of the forms that `vaultrun env` prints, newline at the end.
 * @param stale what a shell has to forget before it takes them
 * @throws Failed 'value' where the form cannot carry a value
 */
export function formatted(
  variables: Variables,
  format: Format,
  stale: readonly string[] = [],
): string {
  switch (format) {
    case 'env':
      return envFileText(variables, { lineBytes: Number.POSITIVE_INFINITY, trimsEnd: false });
    case 'export':
      return [
        ...stale.map(name => `unset ${name}\n`),
        ...variables
          .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
          .map(([name, value]) => `export ${name}=${shellQuoted([value])}\n`),
      ].join('');
    case 'json':
      return `${JSON.stringify(Object.fromEntries(variables), undefined, 2)}\n`;
    case 'credential-process':
      return `${JSON.stringify(processAnswer(new Map(variables)))}\n`;
  }
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
function processAnswer(has: ReadonlyMap<string, string>): Record<string, unknown> {
  const token = has.get('AWS_SESSION_TOKEN') ?? has.get('AWS_SECURITY_TOKEN');
  const end = has.get('AWS_CREDENTIAL_EXPIRATION') ?? has.get('AWS_SESSION_EXPIRATION');
  return {
    Version: 1,
    AccessKeyId: has.get('AWS_ACCESS_KEY_ID'),
    SecretAccessKey: has.get('AWS_SECRET_ACCESS_KEY'),
    ...(token === undefined ? {} : { SessionToken: token }),
    ...(end === undefined ? {} : { Expiration: end }),
  };
}
