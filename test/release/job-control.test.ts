import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { procStat } from '../../lib/process/proc-stat.ts';
import { pretendedPlatform } from '../support/pretended.ts';
import { CTRL_C, CTRL_Z, Terminal } from '../support/terminal.ts';
import { BIN, NODES, World } from '../support/world.ts';

/** Ends when it has read a line. */
const STAYS = 'echo "ready $$"; read -r line; echo "read $line"; exit 7';
/** Takes ^Z for the container's, as docker does once that runs. */
const PASSES_ON = `trap 'echo passed on' TSTP; echo "ready $$"; until read -r line; do :; done; echo "read $line"; exit 7`;

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  let shell: Terminal;
  beforeEach(() => {
    world = new World();
    world.vault();
    world.program('vaultrun', `exec '${node}' '${BIN}' "$@"`);
  });
  afterEach(async () => {
    process.kill(shell.pid, 'SIGKILL');
    await shell.ended;
    expect(world.left()).toEqual([]);
    world.remove();
  });

  /**
   * An interactive shell, in which somebody has typed a command line.
   * @returns the number of the engine's process, or the command's
   */
  async function typed(line: string, env: Record<string, string> = {}): Promise<string> {
    shell = new Terminal('bash', ['--noprofile', '--norc', '-i'], {
      cwd: world.cwd,
      // In a dumb terminal readline adds nothing to what is shown.
      env: { ...world.env, PS1: '> ', HISTFILE: '/dev/null', TERM: 'dumb', ...env },
    });
    await shell.shows(/> $/);
    shell.type(`${line}\r`);
    return /\nready (\d+)\n/.exec(await shell.shows(/\nready \d+\n/))?.[1] ?? '';
  }

  /** ^Z, until the shell has its terminal back for the nth time. */
  async function stops(pid: string, times = 1): Promise<void> {
    shell.type(CTRL_Z);
    await shell.shows(new RegExp(`(?:\\n\\[1\\]\\+ +Stopped +vaultrun [\\s\\S]*){${times}}\n> $`));
    // The shell knows of vaultrun alone; what has not stopped yet could still read what is typed.
    while (procStat(pid)[0] !== 'T') await pause(10);
  }

  async function continues(pid: string): Promise<void> {
    shell.type('fg\r');
    await shell.shows(/> fg\nvaultrun .*\n$/);
    // The shell says so before it hands the terminal on, and a key is for whoever has that.
    for (;;) {
      const [state, , group, , , foreground] = procStat(pid);
      if (state !== 'T' && group === foreground) return;
      await pause(10);
    }
  }

  /** The program reads its line, ends, and the shell has its status. */
  async function ends(): Promise<void> {
    shell.type('hello\r');
    await shell.shows(/\nread hello\n> $/);
    shell.type('echo "status $?"\r');
    await shell.shows(/\nstatus 7\n> $/);
  }

  test.each([
    ['a run', 'vaultrun -q dev -- img'],
    ['a run with vaultrun beside it', 'vaultrun -q --mask dev -- img 2>/dev/null'],
    ['an exec', 'vaultrun -q exec dev -- docker'],
  ])('^Z stops %s, the shell has its terminal back, and fg goes on with it', async (_, line) => {
    world.program('docker', STAYS);
    const pid = await typed(line);
    await stops(pid);
    shell.type('echo "at the prompt"\r');
    await shell.shows(/\nat the prompt\n> $/);
    await continues(pid);
    await ends();
  });

  test('and once more', async () => {
    world.program('docker', STAYS);
    const pid = await typed('vaultrun -q dev -- img');
    await stops(pid);
    await continues(pid);
    await stops(pid, 2);
    await continues(pid);
    await ends();
  });

  test('where there is no /proc as well', async () => {
    // What macOS always has.
    expect(existsSync('/bin/ps')).toBe(true);
    world.program('docker', STAYS);
    const pid = await typed(
      'vaultrun -q --mask dev -- img 2>/dev/null',
      pretendedPlatform(world, 'darwin'),
    );
    await stops(pid);
    await continues(pid);
    await ends();
  });

  test('^C ends a job that was stopped and continued', async () => {
    world.program('docker', STAYS);
    const pid = await typed('vaultrun -q dev -- img');
    await stops(pid);
    await continues(pid);
    shell.type(CTRL_C);
    await shell.shows(/\^C\n+> $/);
    shell.type('echo "status $?"\r');
    await shell.shows(/\nstatus 130\n> $/);
  });

  test('what takes ^Z for the container’s goes on, and so do we', async () => {
    world.program('docker', PASSES_ON);
    await typed('vaultrun -q dev -- img');
    shell.type(CTRL_Z);
    await shell.shows(/passed on\n$/);
    await ends();
    expect(shell.screen).not.toContain('Stopped');
  });
});
