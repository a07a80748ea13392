/** What one place of the AWS config says; `broken`: aws-vault refuses the whole file for it. */
export type Entry =
  | { kind: 'section'; line: number; name: string }
  | { kind: 'setting'; line: number; key: string; value: string }
  | { kind: 'broken'; line: number };

/** A key, which may be quoted, and what stands behind the first delimiter. No other closing quote is tried. */
const SETTING = /^(?:("""|"|`)(?=(.+?)\1)\2\1[^=:]*|([^\s=:"`][^=:]*))[=:](.*)$/s;

/**
 * Reads the AWS config as aws-vault does, by the options that it gives to go-ini (all but its `%(name)s`, which would
 * put one setting into another).
 * https://github.com/ByteNess/aws-vault/blob/main/vault/config.go, https://github.com/go-ini/ini/blob/main/parser.go
 */
export function* entries(text: string): Generator<Entry> {
  const lines = text.replace(/^\u{feff}/u, '').split('\n');
  let nested = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    const own = lines[at] ?? '';
    // What is indented below an empty setting is nested in it (`s3 =`); below any other it is a setting like the rest.
    if (nested && /^[ \t]/.test(own)) continue;
    const start = own.trim();
    if (/^(?:[#;].*)?$/s.test(start)) continue;
    if (start.startsWith('[')) {
      nested = false;
      const name = start.slice(1, Math.max(1, start.lastIndexOf(']')));
      yield name === '' ? { kind: 'broken', line } : { kind: 'section', line, name };
      continue;
    }
    const [, , quoted, plain, rest = ''] = SETTING.exec(start) ?? [];
    const key = (quoted ?? plain ?? '').trim().toLowerCase();
    const read = key === '' ? undefined : valueAt(rest.trim(), lines, at);
    if (read === undefined) {
      yield { kind: 'broken', line };
      continue;
    }
    at = read.last;
    nested = read.value === '';
    yield { kind: 'setting', line, key, value: read.value };
  }
}

/** A value and the last line that it takes up; undefined: its quote is never closed. */
function valueAt(
  first: string,
  lines: readonly string[],
  at: number,
): { value: string; last: number } | undefined {
  const quote = ['"""', '`'].find(mark => first.startsWith(mark));
  if (quote !== undefined) return untilQuote(first.slice(quote.length), quote, lines, at);
  if (first.endsWith('\\')) return continued(first, lines, at);
  return { value: withoutQuotes(withoutComment(first)), last: at };
}

function untilQuote(first: string, quote: string, lines: readonly string[], at: number) {
  for (let last = at; last < lines.length; last += 1) {
    const own = last === at ? first : (lines[last] ?? '');
    const end = own.lastIndexOf(quote);
    if (end < 0) continue;
    const whole = last === at ? [] : [first, ...lines.slice(at + 1, last)];
    return { value: [...whole, own.slice(0, end)].join('\n'), last };
  }
  return undefined;
}

/** A backslash at its end has a line go on; in what is put together so there are neither comments nor quotes. */
function continued(first: string, lines: readonly string[], at: number) {
  let value = first;
  let last = at;
  while (value.endsWith('\\')) {
    last += 1;
    const next = (lines[last] ?? '').trim();
    value = value.slice(0, -1) + next;
    if (next === '') break;
  }
  return { value, last };
}

/** Only a space in front makes a comment, and a `;` only where there is no `#`. */
function withoutComment(value: string): string {
  const hash = value.indexOf(' #');
  const end = hash >= 0 ? hash : value.indexOf(' ;');
  return end >= 0 ? value.slice(0, end).trim() : value;
}

function withoutQuotes(value: string): string {
  return value.replace(/^(["'])((?:(?!\1).)*)\1$/, '$2');
}
