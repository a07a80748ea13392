import { COMMAND_TABLE } from '../../lib/command-line/commands-table.ts';
import { COMMANDS, OPTIONS, SETTINGS } from '../../lib/command-line/options.ts';
import { manPage } from '../../lib/man/page.ts';
import { text } from '../../lib/man/roff.ts';

const page = manPage('1.2.3', '2026-01-02');
const section = (title: string) => page.split(`\n.SH ${title}\n`)[1]?.split('\n.SH ')[0] ?? '';
/** Running text as it reads, whatever the lines and the apostrophes. */
const flat = (roff: string) => roff.replaceAll('\n', ' ').replaceAll('\\(aq', "'");
const read = (words: string) => flat(text(words));

test('it has the sections that a manual page has, in their order', () => {
  expect(page.split('\n')[0]).toBe('.TH VAULTRUN 1 2026-01-02 "vaultrun 1.2.3" "User Commands"');
  expect([...page.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title)).toEqual(
    (
      'NAME,SYNOPSIS,DESCRIPTION,COMMANDS,OPTIONS,SETTINGS,ENVIRONMENT,FILES,EXIT STATUS,EXAMPLES,' +
      'SECURITY,SEE ALSO'
    ).split(','),
  );
});

test.each(COMMANDS)('the command %s: its usage, its paragraphs and its examples', name => {
  const { usage, text: paragraphs, examples } = COMMAND_TABLE[name];
  for (const line of usage) expect(flat(section('SYNOPSIS'))).toContain(read(line));
  expect(section('COMMANDS')).toContain(`.B ${name}\n`);
  for (const words of paragraphs) expect(flat(section('COMMANDS'))).toContain(read(words));
  for (const [line] of examples) expect(section('EXAMPLES')).toContain(`\n.EX\n${text(line)}\n.EE`);
});

test.each(OPTIONS)(
  '--$name, and its setting',
  ({ name, letter, value, setting, about, repository }) => {
    const tag = text(`${letter ? `-${letter}, ` : ''}--${name}${value ? ` ${value}` : ''}`);
    expect(section('OPTIONS')).toContain(`\n.B ${tag}\n`);
    expect(flat(section('OPTIONS'))).toContain(read(about.slice(1)));
    if (setting === undefined) return;
    const told = section('SETTINGS').split(`\n.B ${setting}\n`)[1]?.split('\n.TP')[0];
    expect(told).toContain(text(`--${name}`));
    expect(flat(told ?? '')).toMatch(
      { never: /\.$/, any: /may set it\.$/, off: /may set it to false\.$/ }[repository],
    );
    expect(/may set it/.test(flat(told ?? ''))).toBe(repository !== 'never');
  },
);

test.each(SETTINGS)('$setting, which has no option', ({ setting, about }) => {
  const told = section('SETTINGS').split(`\n.B ${setting}\n`)[1]?.split('\n.TP')[0];
  expect(flat(told ?? '')).toContain(read(about.slice(1)));
});

test('what readers of manuals make completions of has only escapes that they know', () => {
  // create_manpage_completions.py of fish
  const escapes = [...section('OPTIONS').matchAll(/\\(?:\(..|\[.*?\]|.)/g)].map(([found]) => found);
  expect([...new Set(escapes)].filter(found => found !== '\\(aq')).toEqual(['\\-']);
  expect(section('OPTIONS')).not.toMatch(/\w\\\(aq\w/);
  expect(page).toMatch(/^\.nh$/m);
});

test('what would be a request or an escape of roff is text', () => {
  expect(text('.env \\n it’s ~/x-y…')).toBe('\\&.env \\en it\\(cqs \\(ti/x\\-y...');
  expect(page).not.toMatch(/undefined/);
  for (const line of page.split('\n')) {
    expect(line).not.toMatch(/^'/);
    if (line.startsWith('.'))
      expect(line).toMatch(/^\.(TH|SH|PP|TP|IP|B|BR|RS|RE|EX|EE|br|ad|nh)\b/);
    expect(line).toMatch(/^[\x20-\x7e]*$/);
  }
});
