import type { LineLimits } from '../engines.ts';
import { Failed } from '../errors.ts';

/**
 * The text of the env-file. No parser knows quotes, escapes or line breaks, so a value that needs one is refused.
 * @throws Failed 'value' with the variable's name
 */
export function envFileText(
  variables: readonly (readonly [string, string])[],
  limits: LineLimits,
): string {
  return variables
    .map(([name, value]) => {
      const line = `${name}=${value}`;
      const problem = unfit(line, value, limits);
      if (problem) throw new Failed({ kind: 'value', name, problem });
      return `${line}\n`;
    })
    .join('');
}

function unfit(line: string, value: string, limits: LineLimits): string | undefined {
  if (/[\r\n]/.test(value)) return 'it holds a line break, which no env-file can carry';
  if (value.includes('\0')) return 'it holds a NUL, which no environment can carry';
  if (Buffer.byteLength(line) > limits.lineBytes) {
    return `its line is over the ${limits.lineBytes} bytes that the engine reads`;
  }
  if (limits.trimsEnd && /\s$/.test(value)) return 'it ends in a space, which the engine would cut';
  return undefined;
}
