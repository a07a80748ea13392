import { spawn } from '@lydell/node-pty';
import { execa } from 'execa';
import { COMMAND_TABLE } from '../../lib/command-line/commands-table.ts';
import { COMMANDS, OPTIONS } from '../../lib/command-line/options.ts';
import { BIN, World } from '../support/world.ts';

const world = new World();
world.env.COLUMNS = '100';
afterAll(() => world.remove());

/** The page as a terminal of so many columns gets it, by way of a program that is handed the command. */
function shown(
  args: string[],
  cols: number,
  env: Record<string, string> = {},
  by: string[] = [],
): Promise<string> {
  const [file = '', ...words] = [...by, process.execPath, BIN, ...args];
  const pty = spawn(file, words, { cols, env: { ...world.env, ...env } });
  let text = '';
  pty.onData(data => {
    text += data;
  });
  return new Promise(resolve => pty.onExit(() => resolve(text.replaceAll('\r\n', '\n'))));
}

const BOLD = '\u001b[1m';
const USUAL = '\u001b[22m';
const widest = (text: string) => Math.max(...text.split('\n').map(line => line.length));
const plain = (text: string) => text.replaceAll(BOLD, '').replaceAll(USUAL, '');

test('--engine is said to want --vault-image where it does, and lists are said to be repeatable', async () => {
  const about = async (command: string) => {
    const { stdout } = await world.run([command, '--help']);
    const rows = stdout.replace(/\n {20,}/g, ' ').split('\n');
    return ['--engine ', '--pass ', '--drop '].map(name =>
      rows.find(row => row.trim().startsWith(name)),
    );
  };
  for (const command of ['run', 'exec', 'env', 'doctor']) {
    const [engine, ...lists] = await about(command);
    expect(/only beside --vault-image/.test(`${engine}`)).toBe(/^e/.test(command));
    expect(lists.map(row => /; repeatable \[/.test(`${row}`))).toEqual([true, true]);
  }
});

test('the overview names every command, and what they have in common', async () => {
  const { stdout, stderr, status } = await world.run(['--help']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  for (const name of COMMANDS) {
    expect(stdout).toMatch(new RegExp(`^  vaultrun ${name} +${COMMAND_TABLE[name].about}$`, 'm'));
  }
  expect(stdout).toMatch(/^Usage:\n {2}vaultrun \[run\]/);
  expect(stdout).toMatch(/^Common options:\n {2}-n, --no-session {3}/m);
  expect(stdout).toMatch(/^ {6}--version /m);
  expect(widest(stdout)).toBeLessThanOrEqual(100);
});

test.each(COMMANDS)('%s: its usage, the options that it knows, and its examples', async name => {
  const { stdout, stderr, status } = await world.run([name, '--help']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect((await world.run(['help', name])).stdout).toBe(stdout);
  const { usage, examples } = COMMAND_TABLE[name];
  expect(stdout.split('\n\n')[0]).toBe(
    ['Usage:', ...usage.map(line => `  vaultrun ${line}`)].join('\n'),
  );
  for (const { name: option, letter, value, setting, commands } of OPTIONS) {
    const start = `${letter ? `  -${letter}, ` : '      '}--${option}${value ? ` ${value}` : ''}  `;
    expect({ option, told: stdout.includes(`\n${start}`) }).toEqual({
      option,
      told: commands.includes(name),
    });
    if (setting && commands.includes(name)) expect(stdout).toContain(`[${setting}]`);
  }
  for (const [line] of examples) expect(stdout).toContain(`  ${line}`);
  expect(stdout).not.toMatch(/undefined|--version/);
  expect(widest(stdout)).toBeLessThanOrEqual(100);
});

test('help is asked for in any place, and beats what is wrong beside it', async () => {
  const { stdout } = await world.run(['exec', '--help']);
  for (const args of [
    ['-h', 'exec'],
    ['exec', '--region', '-h'],
    ['exec', 'dev', '--wrong', '-h'],
  ]) {
    expect(await world.run(args)).toEqual({ stdout, stderr: '', status: 0, signal: undefined });
  }
  const twice = ['--help', '--region=a', '--region=b'];
  expect((await world.run(twice)).stdout).toBe((await world.run(['help'])).stdout);
});

test('a terminal gets its own width, and bold headings unless it wants no colour', async () => {
  for (const cols of [60, 45]) {
    const page = await shown(['run', '--help'], cols);
    expect(page.startsWith(`${BOLD}Usage:${USUAL}\n`)).toBe(true);
    expect(page).toContain(`\n${BOLD}Examples:${USUAL}\n`);
    expect(widest(plain(page))).toBeLessThanOrEqual(cols);
  }
  expect(widest(plain(await shown(['--help'], 300)))).toBeLessThanOrEqual(100);
  const none = await shown(['--help'], 100, { NO_COLOR: '1' });
  expect(none).not.toContain('\u001b');
  expect(none.trimEnd()).toBe((await world.run(['--help'])).stdout.trimEnd());
});

test('a pipe to a pager has the width of COLUMNS, else of the terminal of stderr, else 80', async () => {
  const cat = ['/bin/sh', '-c', '"$@" | cat', 'sh'];
  const none = ['/bin/sh', '-c', '"$@" 2>/dev/null | cat', 'sh'];
  for (const [by, cols, COLUMNS, width] of [
    [cat, 60, '', 60],
    [cat, 60, '50', 50],
    [cat, 60, 'wide', 60],
    [cat, 200, '', 100],
    [none, 60, '', 80],
  ] as const) {
    const page = await shown(['run', '--help'], cols, { COLUMNS }, [...by]);
    expect(page).not.toContain('\u001b');
    const wide = widest(page);
    expect(wide).toBeLessThanOrEqual(width);
    expect(wide).toBeGreaterThan(width - 12);
  }
});

test('a stdout that nobody reads is told', async () => {
  const options = { cwd: world.cwd, env: world.env, extendEnv: false, reject: false } as const;
  const full = await execa(
    'bash',
    ['-c', '"$@" >/dev/full', 'bash', process.execPath, BIN, 'help'],
    options,
  );
  expect(full.exitCode).toBe(125);
  expect(full.stderr).toMatch(/could not be written \(ENOSPC\)/);
});
