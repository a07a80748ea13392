import { CTRL_BACKSLASH, CTRL_C, Terminal } from '../support/terminal.ts';
import { BIN, NODES, World } from '../support/world.ts';

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.vault();
  });
  afterEach(() => {
    expect(world.left()).toEqual([]);
    world.remove();
  });
  const bash = (script: string) =>
    new Terminal('bash', ['--norc', '-c', script, 'bash', node, BIN], {
      cwd: world.cwd,
      env: world.env,
    });

  /** Counts the signals it gets until a line tells it to stop. */
  const counting = (signal: string) =>
    world.program(
      'command',
      `n=0; trap 'n=$((n+1)); echo "got $n"' ${signal}; echo "ready $PPID"
       until read -r line && [ "$line" = stop ]; do :; done; echo "total $n"; exit 7`,
    );

  /** Ends by whatever ends a process. */
  const mortal = () => world.program('command', 'ulimit -c 0; echo "ready $PPID"; exec sleep 1000');

  const EXEC = '"$1" "$2" exec -q dev -- command; echo "status $?"';

  test('^C on a terminal is one SIGINT for the command, whose status comes back', async () => {
    // Node, for a shell may take two that come at once for one.
    world.program(
      'command',
      `#!${node}
       let n = 0;
       process.on('SIGINT', () => console.log('got ' + ++n));
       process.on('SIGALRM', () => console.log('mark'));
       process.stdin.once('data', () => { console.log('total ' + n); process.exit(7); });
       console.log('ready ' + process.ppid);`,
    );
    const terminal = bash(`trap : INT; ${EXEC}`);
    const [, pid = ''] = /ready (\d+)/.exec(await terminal.shows(/ready \d+\n/)) ?? [];
    terminal.type(CTRL_C);
    await terminal.shows(/got 1/);
    // vaultrun takes its signals in their order: a second SIGINT from there would come before this one.
    process.kill(Number(pid), 'SIGALRM');
    await terminal.shows(/mark/);
    terminal.type('stop\r');
    await terminal.ended;
    expect(terminal.screen).toMatch(/total 1\nstatus 7\n$/);
  });

  test.each([
    ['^C', CTRL_C, 130],
    ['^\\', CTRL_BACKSLASH, 131],
  ])('the command’s death by %s is ours', async (_, key, status) => {
    mortal();
    const terminal = bash(`trap : INT QUIT; ulimit -c 0; ${EXEC}`);
    await terminal.shows(/ready/);
    terminal.type(key);
    await terminal.ended;
    expect(terminal.screen).toMatch(new RegExp(`status ${status}\n$`));
  });

  test.each(SIGNALS)('a %s for vaultrun alone reaches the command on a terminal', async signal => {
    counting(signal.slice(3));
    const terminal = bash(EXEC);
    const [, pid = ''] = /ready (\d+)/.exec(await terminal.shows(/ready \d+\n/)) ?? [];
    process.kill(Number(pid), signal);
    await terminal.shows(/got 1/);
    terminal.type('stop\r');
    await terminal.ended;
    expect(terminal.screen).toMatch(/total 1\nstatus 7\n$/);
  });

  describe.each([...SIGNALS, 'SIGINT'] as const)('%s without a terminal', signal => {
    test('reaches the command each time, and its status comes back', async () => {
      world.program(
        'command',
        `n=0; trap 'n=$((n+1)); echo "got $n"' ${signal.slice(3)}; echo ready
         while [ $n -lt 3 ]; do sleep 0.02; done; exit 7`,
      );
      const child = world.background(['exec', '-q', 'dev', '--', 'command'], node);
      for await (const line of child) {
        if (line === 'ready' || /got [12]/.test(line)) child.kill(signal);
      }
      const { exitCode, stdout } = await child;
      expect({ exitCode, stdout }).toEqual({ exitCode: 7, stdout: 'ready\ngot 1\ngot 2\ngot 3' });
    });

    test('ends us as it ends the command', async () => {
      mortal();
      const child = world.background(['exec', '-q', 'dev', '--', 'command'], node);
      for await (const line of child) if (line.startsWith('ready')) child.kill(signal);
      const { signal: ended, exitCode } = await child;
      expect({ ended, exitCode }).toEqual({ ended: signal, exitCode: undefined });
    });
  });
});
