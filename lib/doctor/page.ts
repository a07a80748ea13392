import { styleText } from 'node:util';
import { oneLine } from '../report.ts';
import { CHECKS, type Finding } from './finding.ts';

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;
const STATUS_WIDTH = 6;
const NAME_WIDTH = Math.max(...CHECKS.map(check => check.length)) + 2;
const INDENT = STATUS_WIDTH + NAME_WIDTH;

/**
 * The report for people: a line for each finding, its hint below, and a count at the end.
 * @param columns how wide it may be
 */
export function page(
  findings: readonly Finding[],
  { columns, colour, quiet }: { columns: number; colour: boolean; quiet: boolean },
): string {
  const paint = (style: 'green' | 'yellow' | 'red' | 'cyan', text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const lines = findings
    .filter(({ status }) => !quiet || status !== 'ok')
    .flatMap(({ check, status, detail, hint }) => {
      const [first = '', ...rest] = wrapped(oneLine(detail), columns - INDENT);
      const head = paint(COLOURS[status], status) + ' '.repeat(STATUS_WIDTH - status.length);
      const hints = hint === null ? [] : wrapped(`hint: ${oneLine(hint)}`, columns - INDENT);
      return [
        `${head}${check.padEnd(NAME_WIDTH)}${first}`,
        ...rest.map(indented),
        ...hints.map(line => indented(line.replace(/^hint:/, () => paint('cyan', 'hint:')))),
      ];
    });
  return [...lines, ...(quiet ? [] : ['', summary(findings)])].map(line => `${line}\n`).join('');
}

function summary(findings: readonly Finding[]): string {
  const count = (status: Finding['status']) => findings.filter(f => f.status === status).length;
  const [warned, failed] = [count('warn'), count('fail')];
  const some = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${some(count('ok'), 'check')} ok, ${some(warned, 'warning')}, ${some(failed, 'failure')}`;
}

function indented(line: string): string {
  return ' '.repeat(INDENT) + line;
}

/** A text in lines of at most `width` characters; a word that is longer stands whole, to be copied. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
