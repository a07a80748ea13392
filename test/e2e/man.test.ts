import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OPTIONS } from '../../lib/command-line/options.ts';
import { needing } from '../support/e2e-machine.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'dist/vaultrun.1');

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

  // Of `man` npm 11 obeys a list, and no single name.
  test('npm installs it as vaultrun(1)', () => {
    const prefix = mkdtempSync(join(tmpdir(), 'vaultrun-man-'));
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', prefix, ROOT];
    const tarball = join(prefix, ran('npm', ...pack).stdout.trim());
    const install = ['install', '--global', '--offline', '--ignore-scripts', '--prefix', prefix];
    expect(ran('npm', ...install, '--no-audit', '--no-fund', tarball)).toMatchObject({ status: 0 });
    const found = ran('man', '-M', join(prefix, 'share/man'), '-w', 'vaultrun');
    expect(found).toMatchObject({ status: 0, stdout: expect.stringMatching(/\/vaultrun\.1\n$/) });
    rmSync(prefix, { recursive: true });
  }, 120_000);
});
