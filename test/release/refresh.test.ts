import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { pretendedPlatform } from '../support/pretended.ts';
import { Terminal } from '../support/terminal.ts';
import { BIN, NODES, World } from '../support/world.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
/** An engine that answers what is asked of it, and whose `run` does what RUN holds with the mounted folder in $mnt. */
const ENGINE = `
echo "$@" >>"$HOME/asked"
case "$1 $2" in
'run --help') printf '  -d, --detach   x\\n  -e, --env list   x\\n      --label list   x\\n      --mount mount   x\\n      --pull string   x\\n      --rm   x\\n  -t, --tty   x\\n'; exit;;
'run --net') echo 'flag needs an argument: --net' >&2; exit 125;;
'run --'*) [ $# -gt 2 ] || { echo "unknown flag: $2" >&2; exit 125; };;
'image inspect') [ "$3" != gone ] || { echo no such image >&2; exit 1; }; [ -z "$DOWN" ] || { echo "$DOWN" >&2; exit 1; }; echo '[{"Id":"sha256:'"$3"'","Os":"linux","Architecture":"amd64","Config":{"Env":["PATH=/bin"'"$IMAGE_ENV"']}}]'; exit;;
'info --format') echo "$SYSTEM"; exit;;
esac
[ "$1" != "$HANG" ] || { echo up >"$FIFO"; exec sleep 1000; }
case "$1 $2" in
'ps -aq') grep -q "^create .*--label \${4#label=} " "$HOME/asked" && echo 123; exit;;
esac
case "$1" in
pull) echo pulling; exit 1;;
create) echo 123; exit;;
cp) [ -z "$UNCLEAR" ] || { echo "connection reset" >&2; exit 1; }; [ -z "$NO_SH" ] || { echo "Could not find the file" >&2; exit 1; }; printf 'x'; exit;;
rm) exit;;
ps) cat "$HOME/running" 2>/dev/null; exit 0;;
wait) while [ -e "$HOME/running" ]; do sleep 0.1; done; exit;;
run) mnt=$(echo " $* " | sed 's/.*,src=\\([^,]*\\),.*/\\1/;s/"//g'); eval "$RUN"; exit;;
esac
exit 64`;

describe.each(NODES)('%s', (_, node) => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.program('docker', ENGINE);
    const source = world.program(
      'source',
      `printf '{"Version":1,"AccessKeyId":"ASIAQGAAAAAAEXAMPLE0","SecretAccessKey":"${SECRET}","Expiration":"%s"}' "$(date -u -d "+\${LIFE:-3600} sec" +%FT%TZ)"`,
    );
    world.env.VAULTRUN_CREDENTIAL_PROCESS = `'${source}'`;
    world.env.VAULTRUN_REGION = 'eu-west-1';
  });
  afterEach(() => world.remove());
  const run = (words: string[], env: Record<string, string> = {}, own = ['--refresh', '-q']) =>
    world.run([...own, 'dev', '--', ...words], { with: node, env });
  const asked = () => {
    const file = join(world.home, 'asked');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };

  test('the folder, while the engine runs, and that it is gone then', async () => {
    const { stdout, status } = await run(['--net', 'host', '-t=false', 'img', 'sh'], {
      RUN: 'cd "$mnt" && cat config && cat c/* && stat -c "%a %n %s" .. . c credentials get && ls c; echo $AWS_SECRET_ACCESS_KEY',
    });
    expect(status).toBe(0);
    expect(stdout).toContain('[profile dev]\nregion = eu-west-1\ncredential_process = sh /run/');
    expect(stdout).toContain(`"SecretAccessKey":"${SECRET}"`);
    expect(stdout).toMatch(
      /^700 \.\. .*\n755 \. .*\n755 c .*\n644 credentials 0\n644 get \d+\n\d{13}\.json\n\n$/m,
    );
    expect(world.left()).toEqual([]);
    expect(asked()).not.toContain(SECRET);
    expect(asked()).toMatch(
      /^run --rm -i --mount type=bind,src=.*,dst=\/run\/vaultrun,readonly --label vaultrun\.refresh=[0-9a-f]{16} -e AWS_CONFIG_FILE=.* --env-file \/dev\/fd\/\d+ --net host -t=false img sh$/m,
    );
  });

  test('the helper, run by a shell: the set while it lives, else the reason', async () => {
    const env = {
      LIFE: '5',
      RUN: 'cd "$mnt"; sed "s#/run/vaultrun#.#g" get >"$HOME/get"; sh "$HOME/get"; rm ../../../bin/source; sleep 6; sh "$HOME/get"; echo $?',
    };
    const { stdout, stderr } = await run(['img'], env);
    expect(stdout).toMatch(/^\{"Version":1,.*\}\n1\n$/);
    expect(stderr).toMatch(
      /error: the credentials of 'dev' cannot be renewed: .*status 127\); those in the container end at \d\d:\d\d:\d\d\n/,
    );
    expect(stderr).toMatch(/^vaultrun: the credentials have ended and could not be renewed/m);
    expect(stderr + stdout.replace(/^\{.*/, '')).not.toContain(SECRET);
  });

  test('the mount is in the home where the engine sees nothing else', async () => {
    const { stdout } = await run(['img'], { SYSTEM: 'Docker Desktop', RUN: 'echo "$mnt"' });
    expect(stdout).toMatch(new RegExp(`^${world.home}/.*/mnt\n$`));
  });

  test('finch on macOS, refused without it, gets the mount and no secret', async () => {
    world.program('finch', ENGINE);
    const caches = join(world.home, 'Library/Caches');
    mkdirSync(caches, { recursive: true });
    const RUN =
      'echo "$mnt"; while [ "$1" != --env-file ]; do shift; done; cat "$2"; cat "$mnt"/c/*';
    const own = ['--refresh', '-q', '--engine=finch'];
    const env = { ...pretendedPlatform(world, 'darwin'), RUN };
    const { stdout, status } = await run(['img'], env, own);
    expect(status).toBe(0);
    expect(stdout.startsWith(`${caches}/vaultrun-`)).toBe(true);
    expect(stdout.split(SECRET)).toHaveLength(2);
    expect(stdout).toMatch(/^\{"Version":1,.*"SecretAccessKey":"/m);
    expect(asked()).not.toContain(SECRET);
    expect(readdirSync(caches)).toEqual([]);
  });

  test('-d: another process keeps them fresh until the container ends', async () => {
    const running = join(world.home, 'running');
    const env = { LIFE: '6', RUN: 'echo 123 >"$HOME/running"; echo 123' };
    const { stdout, status } = await run(['-d', 'img'], env);
    expect({ stdout, status }).toEqual({ stdout: '123\n', status: 0 });
    const [folder = ''] = world.left();
    const sets = join(world.runtime, folder, 'mnt/c');
    expect(statSync(sets).isDirectory()).toBe(true);
    // What is in use is not swept.
    await world.run(['dev', '--', 'img'], { with: node });
    const first = readdirSync(sets);
    for (let i = 0; i < 400 && readdirSync(sets).every(each => first.includes(each)); i += 1) {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(readdirSync(sets)).not.toEqual(first);
    writeFileSync(`${running}.gone`, '');
    rmSync(running);
    const log = () => readFileSync(join(world.home, '.local/state/vaultrun/refresh.log'), 'utf8');
    // Its last deed.
    for (let i = 0; i < 200 && !log().endsWith('has ended\n'); i += 1) {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(world.left()).toEqual([]);
    expect(log()).toMatch(/the container has ended\n$/);
    expect(log()).not.toContain(SECRET);
  });

  test('--dry-run asks the engine about its flags only', async () => {
    const { stdout, status } = await run(['img'], {}, ['--refresh', '--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toContain(' --mount type=bind,src=PRIVATE-FOLDER,dst=/run/vaultrun,readonly ');
    expect(stdout).toContain('in files at /run/vaultrun that are kept fresh');
    expect(asked()).toBe('run --help\n');
    expect(world.left()).toEqual([]);
  });

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['keys by -e', ['-teAWS_ACCESS_KEY_ID=x', 'img'], {}, /-e .* sets AWS_ACCESS_KEY_ID/],
    [
      'keys in the image',
      ['img'],
      { IMAGE_ENV: ',"AWS_SECRET_ACCESS_KEY=x"' },
      /the image img sets AWS_SECRET/,
    ],
    ['an unknown flag', ['--nte', 'img'], {}, /docker run does not know --nte/],
    ['no image', ['--rm'], {}, /no image stands behind/],
    [
      'an image that cannot be had',
      ['gone'],
      {},
      /^pulling\n.*the image gone is not there, and docker could not pull it\n/s,
    ],
    [
      'one that may not be pulled',
      ['--pull=never', 'gone'],
      {},
      /^no such image\n.*is not there, and --pull=never keeps/s,
    ],
    [
      'a daemon that is down, which nothing is pulled with',
      ['img'],
      { DOWN: 'Cannot connect to the Docker daemon at tcp://127.0.0.1:1' },
      /^Cannot connect .*\n.*daemon cannot be asked about the image img,.*\n.*: vaultrun doctor --engine docker\n$/,
    ],
    [
      'a daemon that this user may not ask, which nothing is pulled with either',
      ['img'],
      {
        DOWN: 'permission denied while trying to connect to the Docker daemon socket at unix:///x',
      },
      /^permission denied .*\n.*daemon cannot be asked about the image img,.*\n.*: vaultrun doctor /,
    ],
    [
      'another machine',
      ['img'],
      { DOCKER_HOST: 'ssh://me@build.example.com' },
      /it runs on build\.example\.com/,
    ],
    ['a source that fails', ['img'], { VAULTRUN_CREDENTIAL_PROCESS: 'exit 3' }, /\(status 3\)/],
  ])('%s: no container', async (_what, words, env, problem) => {
    const { status, stderr } = await run(words, env);
    expect(status).toBe(125);
    expect(stderr).toMatch(problem);
    expect(asked()).not.toMatch(/^run --rm -i/m);
    expect(world.left()).toEqual([]);
  });

  test('on a terminal: a renewal takes no keystrokes, and its failure is a line of its own', async () => {
    world.env.VAULTRUN_CREDENTIAL_PROCESS = `'${world.program(
      'asks',
      `if (: </dev/tty) 2>/dev/null; then echo yes; else echo no; fi >>'${world.folder}/terminals'
[ "$(wc -l <'${world.folder}/terminals')" -lt 3 ] || exit 3
printf '{"Version":1,"AccessKeyId":"ASIAQGAAAAAAEXAMPLE0","SecretAccessKey":"x","Expiration":"%s"}' "$(date -u -d '+5 sec' +%FT%TZ)"`,
    )}'`;
    const RUN = 'stty raw; read x; stty sane; echo "typed $x"';
    const args = ['-c', 'exec "$0" "$@"', node, BIN, '--refresh', '--', 'img'];
    const terminal = new Terminal('bash', args, { cwd: world.cwd, env: { ...world.env, RUN } });
    await terminal.shows(/cannot be renewed/);
    terminal.type('me\n');
    await terminal.ended;
    expect(terminal.screen).toMatch(/^vaultrun: .*error:.* cannot be renewed/m);
    expect(terminal.screen).toContain('typed me');
    expect(readFileSync(join(world.folder, 'terminals'), 'utf8')).toMatch(/^yes\n(?:no\n)+$/);
    expect(world.left()).toEqual([]);
  });

  test('--mask: every new set is masked as the first was', async () => {
    const secret = (n: number) => `${n}`.repeat(4) + SECRET;
    const source = world.program(
      'many',
      `echo . >>'${world.folder}/asked'; n=$(wc -l <'${world.folder}/asked')
printf '{"Version":1,"AccessKeyId":"ASIAQGAAAAAAEXAMPLE0","SecretAccessKey":"%s${SECRET}","SessionToken":"token%s","Expiration":"%s"}' $n$n$n$n $n "$(date -u -d '+6 sec' +%FT%TZ)"`,
    );
    const RUN = `cd "$mnt"
show() { echo "$1"; cat c/*; sh -c 'echo "$0"' "$(cat c/*)" >&2; }
new() { before=$(ls c); while [ "$(ls c)" = "$before" ]; do sleep 0.05; done; }
show one; new; show two; new; show three; new; show four
`;
    const env = { RUN, VAULTRUN_CREDENTIAL_PROCESS: `'${source}'` };
    const { status, stdout, stderr } = await run(['img'], env, ['--refresh', '--mask', '-q']);
    expect(status).toBe(0);
    for (const text of [stdout, stderr]) {
      expect(text.match(/<masked by vaultrun>/g)?.length).toBeGreaterThanOrEqual(8);
      expect(text).not.toContain(SECRET);
      for (const n of [1, 2, 3, 4]) expect(text).not.toContain(secret(n));
    }
    expect(stdout).toMatch(/^one\n[\s\S]*two\n[\s\S]*three\n[\s\S]*four\n/);
    expect(world.left()).toEqual([]);
  });

  test('a home that is not there is not made', async () => {
    const HOME = join(world.folder, 'gone');
    expect(await run(['img'], { HOME, RUN: 'exit 0' })).toMatchObject({ status: 0 });
    const { status, stderr } = await run(['img'], { HOME, NO_SH: 'yes' });
    expect(status).toBe(125);
    expect(stderr).toMatch(/the image has no sh, and .* gives none: there is no folder/);
    expect(existsSync(HOME)).toBe(false);
  });

  test('an unclear answer about the shell holds for one run', async () => {
    const kept = () => readdirSync(join(world.home, '.cache/vaultrun')).join();
    for (const UNCLEAR of ['yes', '']) {
      expect((await run(['img'], { UNCLEAR, RUN: 'exit 0' })).status).toBe(0);
      expect(kept().includes('has-sh')).toBe(UNCLEAR === '');
    }
    expect(asked()).not.toContain('/bin/busybox');
  });

  test('a clear one for good, also that there is none', async () => {
    for (const _ of ['asked', 'known']) {
      expect((await run(['img'], { NO_SH: 'yes' })).stderr).toMatch(/the image has no sh, and /);
    }
    expect(asked().match(/^cp .*$/gm)).toEqual([
      'cp 123:/bin/sh -',
      'cp 123:/bin/busybox -',
      'cp 123:/bin/busybox -',
    ]);
  });

  test('an output that cannot be written takes nothing from a container that goes on', async () => {
    const running = join(world.home, 'running');
    const RUN = 'echo 123 >"$HOME/running"; head -c 300000 /dev/zero';
    const args = ['-c', 'exec "$@" >/dev/full', 'sh', node, BIN, '--refresh', '--mask', '-q'];
    const { exitCode, stderr } = await execa('sh', [...args, 'dev', '--', 'img'], {
      cwd: world.cwd,
      env: { ...world.env, RUN },
      extendEnv: false,
      reject: false,
    });
    expect(stderr).toMatch(/the output could not be written \(ENOSPC\)/);
    expect(exitCode).toBe(125);
    expect(world.left()).toHaveLength(1);
    rmSync(running);
    for (let i = 0; i < 400 && world.left().length > 0; i += 1) {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    expect(world.left()).toEqual([]);
  });

  test.each([
    ['create', 'SIGINT', 'group'],
    ['cp', 'SIGINT', 'group'],
    ['rm', 'SIGINT', 'group'],
    ['cp', 'SIGTERM', 'process'],
  ] as const)(
    'the look for a shell, broken off in %s by %s to the %s',
    async (HANG, signal, to) => {
      const FIFO = join(world.folder, 'fifo');
      await execa('mkfifo', [FIFO]);
      Object.assign(world.env, { HANG, FIFO });
      // What removes it later hangs no more.
      world.program('docker', `[ ! -e '${FIFO}.over' ] || HANG=; ${ENGINE}`);
      const child = world.background(['--refresh', 'dev', '--', 'img'], node);
      await execa('cat', [FIFO]);
      writeFileSync(`${FIFO}.over`, '');
      process.kill(to === 'group' ? -Number(child.pid) : Number(child.pid), signal);
      expect((await child).signal).toBe(signal);
      expect(asked()).toMatch(/\nps -aq --filter label=vaultrun\.copy=.*\nrm -f -v 123\n$/);
      // Nothing was learnt of the image.
      expect(readdirSync(join(world.home, '.cache/vaultrun')).join()).not.toContain('has-sh');
    },
  );

  test('that nobody can type a passphrase at a renewal is told at the start', async () => {
    world.vault();
    const file = { VAULTRUN_CREDENTIAL_PROCESS: '', AWS_VAULT_BACKEND: 'file', RUN: 'exit 0' };
    const told =
      /a renewal cannot open the file backend, .*: set VAULTRUN_PASSPHRASE_COMMAND .*, or AWS_/;
    expect((await run(['img'], file, ['--refresh'])).stderr).toMatch(told);
    const given = { ...file, AWS_VAULT_FILE_PASSPHRASE: 'x' };
    expect((await run(['img'], given, ['--refresh'])).stderr).not.toMatch(told);
  });

  test("Apple's container, and --no-session, are refused", async () => {
    world.program('container', 'exit 0');
    const apple = await run(['img'], {}, ['--refresh', '--engine=container']);
    expect(apple.stderr).toMatch(/Apple's container finds no container by its label/);
    const env = { VAULTRUN_CREDENTIAL_PROCESS: '' };
    const keys = await run(['img'], env, ['--refresh', '-n']);
    expect(keys).toMatchObject({ status: 125, stdout: '' });
    expect(keys.stderr).toMatch(/long-lived keys have no end/);
    const off = { ...env, VAULTRUN_REFRESH: 'no', RUN: 'exit 0' };
    world.vault();
    expect((await run(['img'], off, ['-qn'])).status).toBe(0);
  });
});
