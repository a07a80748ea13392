import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { BIN, CREDENTIALS, NODES, World } from '../support/world.ts';

const SECRET = CREDENTIALS.AWS_SECRET_ACCESS_KEY;
/** A stand-in engine that prints the file it is given and how it is named. */
const SHOW = 'while [ "$1" != --env-file ]; do shift; done; echo "$2"; cat "$2"';

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.vault();
    world.program('docker', SHOW);
  });
  afterEach(() => world.remove());
  const run = (args: string[] = [], options = {}) =>
    world.run(['dev', '--', 'img', ...args], { with: node, ...options });
  const sh = (script: string, env: Record<string, string> = {}) =>
    execa('/bin/sh', ['-c', script, 'sh', node, BIN], {
      cwd: world.cwd,
      env: { ...world.env, ...env },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      detached: true,
    });

  describe('the runtime folder', () => {
    test('a full one is passed over for the next', async () => {
      // Nothing can be made in /proc, by root either.
      const { stdout, status } = await run([], { env: { XDG_RUNTIME_DIR: '/proc/self' } });
      expect(status).toBe(0);
      expect(stdout).toContain(SECRET);
    });

    test('without any there is no container', async () => {
      const env = { XDG_RUNTIME_DIR: '/proc/self', TMPDIR: '/proc/self' };
      // Linux always has /dev/shm; a namespace of its own hides it, where that may be made.
      const { stdout, stderr, exitCode } = await sh(
        'unshare -rm sh -c \'mount -t tmpfs -o ro none /dev/shm && exec "$@"\' sh "$1" "$2" dev -- img',
        env,
      );
      if (/unshare|mount/.test(stderr)) {
        console.error(`not shown here: no namespace of one's own (${stderr})`);
        return;
      }
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 125 });
      expect(stderr).toMatch(/error: no folder can take the credentials/);
      expect(stderr).toMatch(/hint: \/dev\/shm: E/);
    });

    test('a full one, with no other: no container, and nothing of the secret', async () => {
      const { stdout, stderr, exitCode } = await sh(
        'unshare -rm sh -c \'mount -t tmpfs -o size=4k none /dev/shm && mount -t tmpfs -o size=4k none "$XDG_RUNTIME_DIR" && exec "$@"\' sh "$1" "$2" dev -- img',
        { TMPDIR: '/proc/self' },
      );
      if (/unshare|mount/.test(stderr)) {
        console.error(`not shown here: no namespace of one's own (${stderr})`);
        return;
      }
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 125 });
      expect(stderr).not.toContain(SECRET);
    });

    test("another's, or one that others can write to, is passed over", async () => {
      chmodSync(world.runtime, 0o777);
      world.program('docker', `ls '${world.runtime}' >&2; ${SHOW}`);
      expect(await run()).toMatchObject({ status: 0, stderr: '' });
      chmodSync(world.runtime, 0o700);
      if (process.getuid?.() === 0) {
        chownSync(world.runtime, 12345, 12345);
        expect(await run()).toMatchObject({ status: 0, stderr: '' });
      }
    });

    test.each<[string, mode: number, owner: number | undefined, taken: boolean]>([
      ['is yours', 0o755, undefined, true],
      ['your group may write to', 0o2775, undefined, true],
      ['all may write to, and each keeps his own', 0o1777, undefined, true],
      ['all may write to', 0o777, undefined, false],
      ['all may write to, but not look into', 0o2703, undefined, false],
      ["is another user's", 0o755, 12345, false],
      ["is another user's, where each keeps his own", 0o1777, 12345, false],
    ])('it and the cache, below a folder that %s', async (...row) => {
      const [, mode, owner, taken] = row;
      const above = join(world.folder, 'above');
      const env = { XDG_RUNTIME_DIR: `${above}/a/run`, XDG_CACHE_HOME: `${above}/a/cache` };
      for (const folder of [env.XDG_RUNTIME_DIR, `${env.XDG_CACHE_HOME}/vaultrun`]) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
      }
      chmodSync(above, mode);
      if (owner !== undefined && process.getuid?.() !== 0) {
        console.error('not shown here: only root can give a folder to another');
        return;
      }
      if (owner !== undefined) chownSync(above, owner, owner);
      const seen = join(world.folder, 'seen');
      world.program(
        'mkfifo',
        `for fifo; do :; done; echo "$fifo" >'${seen}'; exec /usr/bin/mkfifo "$fifo"`,
      );
      const args = ['--mask', 'dev', '--', 'img'];
      expect(await world.run(args, { with: node, env })).toMatchObject({ status: 0, stderr: '' });
      expect({
        run: readFileSync(seen, 'utf8').startsWith(env.XDG_RUNTIME_DIR),
        cached: readdirSync(`${env.XDG_CACHE_HOME}/vaultrun`).length === 1,
      }).toEqual({ run: taken, cached: taken });
    });

    test('what killed runs left is swept, what live ones have is not', async () => {
      const [own = '', shell = ''] = [String(process.pid), '1'];
      const stat = readFileSync(`/proc/${own}/stat`, 'utf8');
      const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      const space = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];
      const live = `vaultrun-${own}-${start}-${space}-abc`;
      const foreign = 'vaultrun-999999999-5-1-abc';
      for (const name of [
        live,
        foreign,
        `vaultrun-${own}-1-${space}-abc`,
        `vaultrun-999999999-5-${space}-x`,
        'vaultrun-other',
      ]) {
        mkdirSync(join(world.runtime, name));
      }
      writeFileSync(join(world.runtime, `vaultrun-999999999-5-${space}-x`, 'env'), SECRET);
      await run();
      expect(world.left().sort()).toEqual([foreign, live, 'vaultrun-other'].sort());
      expect(shell).toBe('1');
    });
  });

  test('a closed stdin, stdout or stderr stops nothing', async () => {
    world.program('docker', `cat >/dev/null; ${SHOW}`);
    expect((await sh('exec "$1" "$2" dev -- img <&-')).stdout).toContain(SECRET);
    expect((await sh('exec "$1" "$2" dev -- img >&-')).exitCode).toBe(0);
    expect((await sh('exec "$1" "$2" dev -- img 2>&-')).stdout).toContain(SECRET);
  });

  test('no core dump of ours holds the credentials, and the engine’s is as the caller has it', async () => {
    const filters = 'cat /proc/$PPID/coredump_filter';
    world.program('rm', `${filters} >'${world.folder}/handing'; exec /bin/rm "$@"`);
    world.program('docker', `cat /proc/self/coredump_filter; ${filters} >'${world.folder}/beside'`);
    const { stdout } = await sh('echo 0x23 >/proc/self/coredump_filter; "$1" "$2" dev -- img');
    expect(stdout).toBe('00000023');
    const beside = readFileSync(join(world.folder, 'beside'), 'utf8');
    // Where vaultrun has become the engine, that one's parent is the shell of this test.
    if (beside === '00000023\n') {
      expect(readFileSync(join(world.folder, 'handing'), 'utf8')).toBe('00000000\n');
    } else expect(beside).toBe('00000000\n');
  });

  test('a SIGUSR1 to which nobody listens opens no inspector', async () => {
    await execa('mkfifo', [join(world.folder, 'asked')]);
    world.program('docker', `exec 3<>'${world.folder}/asked'; echo up >&3; exec sleep 2`);
    const child = execa(node, [BIN, '--refresh', 'dev', '--', 'img'], {
      cwd: world.cwd,
      env: world.env,
      extendEnv: false,
      reject: false,
    });
    await execa('head', ['-n1', join(world.folder, 'asked')]);
    child.kill('SIGUSR1');
    expect(await child).toMatchObject({ signal: 'SIGUSR1', stderr: '' });
  });

  test.each(['SIGUSR1', 'SIGTERM'] as const)(
    'a %s while several are asked ends them all',
    async signal => {
      await execa('mkfifo', [join(world.folder, 'asked')]);
      // They wait for no reader: who asks may be gone.
      const asked = `exec 3<>'${world.folder}/asked'; echo $$ >&3; exec sleep 30`;
      for (const name of ['docker', 'aws-vault']) world.program(name, asked);
      const child = execa(node, [BIN, 'doctor', 'dev'], {
        cwd: world.cwd,
        env: world.env,
        extendEnv: false,
        reject: false,
      });
      const { stdout } = await execa('head', ['-n2', join(world.folder, 'asked')]);
      child.kill(signal);
      expect(await child).toMatchObject({ signal, stderr: '' });
      const living = () => stdout.split('\n').filter(pid => existsSync(`/proc/${pid}/exe`));
      for (let i = 0; i < 100 && living().length > 0; i += 1) {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      expect(living()).toEqual([]);
    },
  );

  test('names and folders with spaces', async () => {
    expect(world.folder).toContain(' ');
    const { stdout, status } = await world.run(['my profile', '--', 'my img'], { with: node });
    expect(status).toBe(0);
    expect(stdout).toContain(SECRET);
  });

  describe("the caller's own descriptors", () => {
    test.each([3, 7, 20])('/dev/fd/%d that the words name is the caller’s file', async fd => {
      world.program('docker', `${SHOW}; shift 2; cat "$2"`);
      const mine = world.write('mine', 'MINE=1\n');
      const bash = `exec ${fd}<'${mine}'; exec "$1" "$2" dev -- --env-file /dev/fd/${fd} img`;
      const { stdout, exitCode } = await execa('bash', ['-c', bash, 'sh', node, BIN], {
        cwd: world.cwd,
        env: world.env,
        extendEnv: false,
        stdin: 'ignore',
      });
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${SECRET}`);
      expect(stdout).toMatch(/\nMINE=1$/);
      expect(stdout).not.toMatch(new RegExp(`^/dev/fd/${fd}$`, 'm'));
    });

    test.each([
      ['1', '3 mine, 4 env'],
      // Of Node's own, among them pipes, none.
      ['6', '3 mine, 9 env'],
    ])('the first %s of them are those that podman preserves', async (count, expected) => {
      world.program(
        'podman',
        `ls -l /proc/$$/fd >"$HOME/list"
         sed -n 's/.* \\([3-9]\\) -> .*\\/\\(mine\\|env\\).*/\\1 \\2/p; t; s/.* \\([3-9]\\) ->.*/\\1 of Node/p' "$HOME/list"`,
      );
      const mine = world.write('mine', '');
      const bash = `exec 3<'${mine}'; exec "$1" "$2" --engine podman dev -- --preserve-fds ${count} img`;
      const { stdout } = await execa('bash', ['-c', bash, 'sh', node, BIN], {
        cwd: world.cwd,
        env: world.env,
        extendEnv: false,
        stdin: 'ignore',
      });
      expect(stdout.replaceAll('\n', ', ')).toBe(expected);
    });

    test('a path of that form inside the container is nobody’s business', async () => {
      const { stdout, status } = await run(['sh', '-c', 'cat </dev/fd/3']);
      expect(status).toBe(0);
      expect(stdout).toContain(SECRET);
      expect(stdout).not.toMatch(/^\/dev\/fd\/3$/m);
    });
  });

  describe('what stands on PATH as engine', () => {
    const real = () => world.program('real-docker', SHOW);

    test('a wrapper script hands the descriptor on', async () => {
      world.program('docker', `exec '${real()}' "$@"`);
      const { stdout } = await run();
      expect(stdout).toMatch(/^\/dev\/fd\/\d+\n/);
      expect(stdout).toContain(SECRET);
    });

    test.each([
      ['a sudo', '#!/bin/sh\nexec sudo REAL "$@"\n'],
      ['closing by itself', '#!/bin/sh\nexec 3<&- 4<&- 5<&-\nexec REAL "$@"\n'],
    ])('%s script, which closes descriptors, reaches the file through us', async (_, script) => {
      world.program('sudo', 'exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-; exec "$@"');
      world.program('docker', script.replace('REAL', `'${real()}'`));
      const { stdout, status } = await run();
      expect(stdout).toMatch(/^\/proc\/\d+\/fd\/\d+\n/);
      expect(stdout).toContain(SECRET);
      expect(status).toBe(0);
      expect(world.left()).toEqual([]);
    });

    test('a symbolic link keeps its name', async () => {
      await execa('ln', ['-s', world.program('podman', 'echo "$0"'), join(world.bin, 'finch')]);
      const { stdout } = await world.run(['dev', '--engine=finch', '--', 'img'], { with: node });
      expect(stdout).toBe(`${world.bin}/finch\n`);
    });

    test.each(['nerdctl', 'finch', 'container'])('%s is run as the table says', async name => {
      world.program(name, `echo "$@"; ${SHOW}`);
      const { stdout } = await world.run(['dev', `--engine=${name}`, '--', 'img', 'sh'], {
        with: node,
      });
      expect(stdout).toMatch(/^run --rm -i --env-file \/dev\/fd\/\d+ img sh\n/);
      expect(stdout).toContain(SECRET);
    });

    test.each(['nerdctl', 'finch'])('a value that %s would cut is refused', async name => {
      world.program(name, 'exit 0');
      const { status, stderr } = await world.run(['dev', `--engine=${name}`, '--', 'img'], {
        with: node,
        env: { AWS_ENV: 'ends in a space ' },
      });
      expect(status).toBe(125);
      expect(stderr).toMatch(/AWS_ENV .* ends in a space/);
    });
  });

  describe('an engine in a virtual machine', () => {
    const MADE = `while [ "$1" != --cidfile ]; do shift; done; id=$2; shift 2; file=$2`;

    test('gets a file with a name in the home, gone once the container is made', async () => {
      world.program(
        'nerdctl',
        `# lima nerdctl "$@"\n${MADE}\nls -l "$file" | cut -c1-10; echo "$file"; cat "$file"; echo abc >"$id"
         while [ -e "$file" ]; do :; done; echo gone; ls -a "$(dirname "$file")"`,
      );
      const { stdout, status } = await world.run(['dev', '--engine=nerdctl', '--', 'img'], {
        with: node,
      });
      expect(status).toBe(0);
      expect(stdout).toMatch(/^-rw-------\n/);
      expect(stdout).toContain(`${world.home}/vaultrun-`);
      expect(stdout).toContain(SECRET);
      expect(stdout).toMatch(/gone\n\.\n\.\.\nid\n$/);
      expect(readdirSync(world.home).filter(name => name.startsWith('vaultrun'))).toEqual([]);
    });

    test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGALRM', 'SIGVTALRM'] as const)(
      'is removed when %s ends the run',
      async signal => {
        const fifo = join(world.folder, 'fifo');
        await execa('mkfifo', [fifo]);
        world.program('nerdctl', `# limactl\n${MADE}\necho "$file" >'${fifo}'; exec sleep 1000`);
        const child = world.background(['dev', '--engine=nerdctl', '--', 'img'], node);
        const { stdout: file } = await execa('cat', [fifo]);
        expect(readFileSync(file, 'utf8')).toContain(SECRET);
        child.kill(signal);
        expect((await child).signal).toBe(signal);
        expect(existsSync(join(file, '..'))).toBe(false);
      },
    );

    test('what a SIGKILL left is swept by the next run', async () => {
      const fifo = join(world.folder, 'fifo');
      await execa('mkfifo', [fifo]);
      world.program('nerdctl', `# limactl\n${MADE}\necho "$$ $file" >'${fifo}'; exec sleep 1000`);
      const args = ['dev', '--engine=nerdctl', '--', 'img'];
      const child = world.background([...args], node);
      const { stdout } = await execa('cat', [fifo]);
      const [pid, ...rest] = stdout.split(' ');
      child.kill('SIGKILL');
      process.kill(Number(pid), 'SIGKILL');
      await child;
      expect(existsSync(rest.join(' '))).toBe(true);
      // Whatever its engine.
      await run();
      expect(existsSync(rest.join(' '))).toBe(false);
      expect(world.left()).toEqual([]);
    });

    /** An engine that writes the container's id where the last --cidfile before the image says, as docker and podman do. */
    const LAST = `# lima
      while [ $# -gt 0 ]; do
        case "$1" in --cidfile) id=$2; shift;; --cidfile=*) id=\${1#*=};; --env-file) file=$2; shift;; img) break;; esac
        shift
      done`;
    const GONE =
      'for i in 1 2 3 4 5 6 7 8 9 10; do [ -e "$file" ] || { echo gone; exit; }; sleep 0.2; done; echo stays';
    const withIds = async (words: string[], engine = `echo abc >"$id"; ${GONE}`) => {
      world.program('nerdctl', `${LAST}\n${engine}`);
      const args = ['dev', '--engine=nerdctl', '--', ...words];
      return (await world.run(args, { with: node })).stdout;
    };

    test.each([
      ["the user's own --cidfile tells as well", ['--cidfile', 'my id', 'img']],
      ['the last of two, of its other form', ['--cidfile', 'a', '--cidfile=b', 'img']],
      ['one behind the image is the command’s', ['img', 'docker', '--cidfile', 'inner']],
      ['one of each', ['--cidfile', 'a', 'img', '--cidfile', 'inner']],
    ])('%s', async (_, words) => {
      expect(await withIds(words)).toBe('gone\n');
    });

    test('a file that was there is no sign of a container', async () => {
      const words = ['img', 'cat', '--cidfile', '/etc/passwd'];
      const patient = `sleep 0.5; [ -e "$file" ] && echo there; echo abc >"$id"; ${GONE}`;
      expect(await withIds(words, patient)).toBe('there\ngone\n');
    });
  });

  test("without PATH, or with an empty entry in it, nothing of the working directory's is run", async () => {
    for (const name of ['docker', 'podman', 'aws-vault']) {
      world.write(`work/${name}`, '#!/bin/sh\necho planted\n');
      chmodSync(join(world.cwd, name), 0o755);
    }
    for (const PATH of ['', ':', `${world.folder}/none:`]) {
      expect(await run([], { env: { PATH } })).toMatchObject({ status: 125, stdout: '' });
    }
    const { stdout } = await sh('unset PATH; exec "$1" "$2" dev -- img');
    expect(stdout).not.toContain('planted');
  });

  test.each<[string, string, string[], Record<string, string>]>([
    ['the credential process', 'granted', ['--credential-process', 'granted x'], {}],
    ["aws-vault's own `env`", 'env', [], {}],
    [
      'the passphrase command',
      'pass',
      [],
      { AWS_VAULT_BACKEND: 'file', VAULTRUN_PASSPHRASE_COMMAND: 'pass x' },
    ],
  ])("%s is not the working directory's", async (_, name, options, more) => {
    world.program('aws-vault', 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
    world.write(`work/${name}`, '#!/bin/sh\necho >planted\n');
    chmodSync(join(world.cwd, name), 0o755);
    for (const PATH of [`:${world.env.PATH}`, `${world.env.PATH}::`, `${world.bin}:`, ':', '']) {
      await world.run(['env', ...options, 'dev'], { with: node, env: { ...more, PATH } });
      expect({ PATH, planted: existsSync(join(world.cwd, 'planted')) }).toEqual({
        PATH,
        planted: false,
      });
    }
    // Where PATH itself names the folder it is meant.
    const PATH = `.:${world.env.PATH}`;
    await world.run(['env', ...options, 'dev'], { with: node, env: { ...more, PATH } });
    expect(existsSync(join(world.cwd, 'planted'))).toBe(true);
  });

  test('rm does not inherit the secret', async () => {
    const seen = join(world.folder, 'seen');
    world.program('rm', `tr '\\0' '\\n' </proc/$$/environ >'${seen}'; exec /bin/rm "$@"`);
    expect(await run()).toMatchObject({ status: 0 });
    expect(existsSync(seen) ? readFileSync(seen, 'utf8') : '').not.toContain(SECRET);
  });

  test('the shell that hands over has it in its environment until it is the engine', async () => {
    const seen = join(world.folder, 'seen');
    world.program('rm', `cat /proc/$PPID/environ >'${seen}'; exec /bin/rm "$@"`);
    expect(await run()).toMatchObject({ status: 0 });
    const { stdout } = await execa(node, ['-p', 'typeof process.execve']);
    const handedOver = existsSync(seen) && readFileSync(seen, 'utf8').includes(SECRET);
    expect(handedOver).toBe(stdout === 'function');
  });

  test('50 at once, each with its own', async () => {
    world.program('aws-vault', `cat '${world.folder}/answer'; echo AWS_VAULT_N=$2`);
    world.program('docker', `(${SHOW}) | grep -c ^AWS_; exit \${HOME##*/n}`);
    const all = Array.from({ length: 50 }, (_, n) =>
      run([], { env: { HOME: `${world.home}/n${n}` } }),
    );
    const outcomes = await Promise.all(all);
    expect(outcomes.map(({ status, stdout }) => [status, stdout])).toEqual(
      outcomes.map((_, n) => [n, `${Object.keys(CREDENTIALS).length}\n`]),
    );
    expect(world.left()).toEqual([]);
  });

  test('from make, with -j, and from dash', async () => {
    world.write(
      'work/Makefile',
      `all: a b\na b:\n\t@"$(NODE)" "$(BIN)" dev -- img $@\nfail:\n\t"$(NODE)" "$(BIN)" dev -- img\n`,
    );
    const made = await sh(`make -j2 NODE="$1" BIN="$2"`);
    expect({ status: made.exitCode, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
    expect(made.stdout.split(SECRET)).toHaveLength(3);
    world.program('docker', 'exit 7');
    expect((await sh(`make fail NODE="$1" BIN="$2"`)).stderr).toMatch(/fail\] Error 7/);
    expect((await sh('exec "$1" "$2" dev -- img')).exitCode).toBe(7);
  });

  test('a run that is ended by a full pipe ends as it does without us', async () => {
    world.program('docker', 'exec yes');
    const { stdout } = await execa(
      'bash',
      ['-c', '"$1" "$2" dev -- img | head -1; echo $PIPESTATUS', 'sh', node, BIN],
      {
        env: world.env,
        extendEnv: false,
        stdin: 'ignore',
        cwd: world.cwd,
      },
    );
    expect(stdout).toBe('y\n141');
  });

  test('a home that cannot be written costs nothing but time', async () => {
    const home = join(world.folder, 'locked');
    mkdirSync(home);
    chmodSync(home, 0o500);
    for (const HOME of [home, '/proc/none', '']) {
      expect(await run([], { env: { HOME } })).toMatchObject({ status: 0, stderr: '' });
    }
  });
});

test('code that another could have planted is not run', async () => {
  const world = new World();
  world.vault();
  world.program('docker', 'exit 0');
  const cache = join(world.home, '.cache/vaultrun');
  await world.run(['dev', '--', 'img']);
  expect(readdirSync(cache)).toHaveLength(1);
  const [stored = ''] = readdirSync(cache);
  const whole = readFileSync(join(cache, stored));
  writeFileSync(join(cache, stored), 'broken');
  expect(await world.run(['dev', '--', 'img'])).toMatchObject({ status: 0, stderr: '' });
  // What a power cut leaves: the length is right, the end is zeros.
  writeFileSync(join(cache, stored), Buffer.from(whole).fill(0, whole.length / 2));
  expect(await world.run(['dev', '--', 'img'])).toMatchObject({ status: 0, stderr: '' });
  chmodSync(cache, 0o777);
  writeFileSync(join(cache, stored), 'planted');
  expect(await world.run(['dev', '--', 'img'])).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(cache, stored), 'utf8')).toBe('planted');
  world.remove();
});
