import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OPTIONS } from '../../lib/options.ts';
import { needing } from '../support/e2e-machine.ts';

const PAGE = fileURLToPath(new URL('../../dist/vaultrun.1', import.meta.url));

/** Bold is a letter struck twice. */
const unstruck = (text: string) =>
  text
    .split('\b')
    .map((part, at, all) => (at < all.length - 1 ? part.slice(0, -1) : part))
    .join('');

function ran(command: string, ...args: string[]) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '80', MAN_KEEP_FORMATTING: '' };
  return spawnSync(command, args, { encoding: 'utf8', env });
}
const here = (command: string) => ran(command, '-V').error === undefined;

needing(here('groff') && here('man') && here('mandoc'), 'the manual page', () => {
  test.each([
    ['groff', '-man', '-ww', '-Tutf8', '-z', PAGE],
    ['mandoc', '-Tlint', '-Wstyle', PAGE],
  ])('%s has nothing to say against it', (command, ...args) => {
    expect(ran(command, ...args)).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test.each([
    ['man', '--warnings', '-l', PAGE],
    ['mandoc', '-Tutf8', '-O', 'width=80', PAGE],
  ])('%s shows it, every option in it, within 80 columns', (command, ...args) => {
    const { stdout, stderr, status } = ran(command, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const shown = unstruck(stdout);
    for (const { name } of OPTIONS) expect(shown).toContain(`--${name}`);
    expect(shown).toContain('    vaultrun dev -- -v "$PWD:/work" -w /work myimage sh\n');
    // A command line is left whole, to be copied.
    const lines = shown.split('\n').filter(line => !/^ {11}\S/.test(line));
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('npm installs it as vaultrun(1)', () => {
    const file = fileURLToPath(new URL('../../package.json', import.meta.url));
    const { man, files } = JSON.parse(readFileSync(file, 'utf8'));
    expect({ man, packed: files.includes('dist') }).toEqual({
      man: 'dist/vaultrun.1',
      packed: true,
    });
  });
});
