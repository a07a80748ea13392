import { connectionAddress } from '../../lib/host/podman-connection.ts';
import { conflictInImage, conflictInWishes, conflictInWords } from '../../lib/mount/conflicts.ts';
import { parseImage } from '../../lib/mount/image.ts';
import { parseComplaint, parseRunHelp } from '../../lib/mount/run-help.ts';
import { type ReadWords, readWords, valuesOf } from '../../lib/mount/words.ts';

// Lines of docker 28.2, podman 4.3 and Apple's container, as they stand.
const HELP = `
Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

Options:
      --add-host list                  Add a custom host-to-IP mapping
                                       (host:ip)
  -a, --attach list                    Attach to STDIN, STDOUT or STDERR
      --blkio-weight-device DEVICE_NAME:WEIGHT   Block IO weight
  -d, --detach                         Run container in background and
                                       --print container ID
      --detach-keys [a-Z]              Override the key sequence. Format is \`ctrl-<value>\`
  -e, --env list                       Set environment variables
      --help                           Print usage
  -i, --interactive                    Keep STDIN open even if not attached
      --pull string                    Pull image before running
      --rm                             Automatically remove the container
      --sig-proxy                      Proxy received signals (default true)
      --systemd string[="true"]        Run container in systemd mode
  -t, --tty                            Allocate a pseudo-TTY
      --user <user>                    Set the user for the process
  -v, --volume list                    Bind mount a volume
`;
const FLAGS = parseRunHelp(HELP);

test('the help tells which flags take a value', () => {
  const takes = [...FLAGS].filter(([, takesValue]) => takesValue).map(([name]) => name);
  expect(takes.sort()).toEqual(
    'a add-host attach blkio-weight-device detach-keys e env pull user v volume'.split(' '),
  );
  const switches = [...FLAGS].filter(([, takesValue]) => !takesValue).map(([name]) => name);
  expect(switches.sort()).toEqual(
    'd detach help i interactive rm sig-proxy systemd t tty'.split(' ').sort(),
  );
});

test.each([
  ['flag needs an argument: --net', true],
  ['Error: flag needs an argument: --net\nSee', true],
  ["docker: 'docker run' requires at least 1 argument", false],
  ['Error: requires at least 1 arg(s), only received 0', false],
  ['unknown flag: --bogus', undefined],
  ["unknown shorthand flag: 'J' in -J", undefined],
])('the complaint %j', (stderr, takes) => {
  expect(parseComplaint(stderr)).toBe(takes);
});

function read(...words: string[]): ReadWords {
  const found = readWords(words, FLAGS);
  if ('unknown' in found) throw new Error(found.unknown);
  return found;
}

test.each<[string[], string | undefined]>([
  [['img', '-e', 'A'], 'img'],
  [['-it', 'img'], 'img'],
  [['-e', 'A=1', 'img'], 'img'],
  [['-eA=1', 'img'], 'img'],
  [['-e=A=1', 'img'], 'img'],
  [['-ite', 'A', 'img'], 'img'],
  [['--env', 'A', 'img'], 'img'],
  [['--env=A', 'img'], 'img'],
  [['--rm=false', '-t=false', 'img'], 'img'],
  [['--systemd', 'img'], 'img'],
  [['--rm', '--', 'img', '-e'], 'img'],
  [['-v', '-d', 'img'], 'img'],
  [['--rm'], undefined],
  [['--env'], undefined],
  [['-', 'x'], '-'],
  [['', 'x'], ''],
])('%j: the image', (words, image) => {
  expect(read(...words).image).toBe(image);
});

test('the values of a flag, by its names, in their order', () => {
  const words = read('-e', 'A=1', '--env=B', '-iteC', '-e=D', 'img', '-e', 'E');
  expect(valuesOf(words, 'e', 'env')).toEqual(['A=1', 'B', 'C', 'D']);
});

test.each([
  [['--net', 'host', 'img'], '--net'],
  [['-iJ', 'img'], '-J'],
])('%j: what the help hides is asked for', (words, unknown) => {
  expect(readWords(words, FLAGS)).toEqual({ unknown });
});

describe('what would win over the mount', () => {
  const files: Record<string, string> = { mine: '# a\n AWS_SESSION_TOKEN=x\n', plain: 'A=1\n' };
  const conflict = (words: string[], host = {}) =>
    conflictInWords({ ...read('img'), flags: readFlags(words) }, host, file => files[file])?.name;
  const more = new Map([...FLAGS, ['env-file', true], ['env-host', false]] as [string, boolean][]);
  const readFlags = (words: string[]) => {
    const found = readWords([...words, 'img'], more);
    return 'flags' in found ? found.flags : [];
  };

  test.each<[string[], string | undefined]>([
    [['-e', 'AWS_ACCESS_KEY_ID'], 'AWS_ACCESS_KEY_ID'],
    [['-e', 'AWS_SECRET_ACCESS_KEY=x'], 'AWS_SECRET_ACCESS_KEY'],
    [['-teAWS_CONFIG_FILE=/x'], 'AWS_CONFIG_FILE'],
    [['--env=AWS_SHARED_CREDENTIALS_FILE=/x'], 'AWS_SHARED_CREDENTIALS_FILE'],
    [['-e', 'AWS_WEB_IDENTITY_TOKEN_FILE=/x'], 'AWS_WEB_IDENTITY_TOKEN_FILE'],
    [['--env-file', 'mine'], 'AWS_SESSION_TOKEN'],
    [['--env-file=plain', '--env-file', 'gone'], undefined],
    [['-e', 'AWS_REGION=x', '-e', 'AWS_PROFILE=dev', '-e', 'MY_AWS_ACCESS_KEY_ID=1'], undefined],
    [['-v', 'AWS_ACCESS_KEY_ID'], undefined],
  ])('%j', (words, name) => {
    expect(conflict(words)).toBe(name);
  });

  test("podman's --env-host, where the host has keys", () => {
    expect(conflict(['--env-host'], { AWS_ACCESS_KEY_ID: 'x' })).toBe('AWS_ACCESS_KEY_ID');
    expect(conflict(['--env-host'])).toBeUndefined();
    expect(conflict(['--env-host=false'], { AWS_ACCESS_KEY_ID: 'x' })).toBeUndefined();
  });

  test('in the ENV of an image; a config file of its own gives way to ours', () => {
    expect(conflictInImage(['PATH=/bin', 'AWS_ACCESS_KEY_ID=x'], 'img')?.name).toBe(
      'AWS_ACCESS_KEY_ID',
    );
    expect(conflictInImage(['AWS_CONFIG_FILE=/x', 'AWS_ACCESS_KEY_ID='], 'img')).toBeUndefined();
  });
});

test('the connection of podman that is used', () => {
  const list = 'near true ssh://core@127.0.0.1:5000/run/p.sock\nfar false ssh://me@far:22/p.sock\n';
  expect(connectionAddress(list, 'far')).toBe('ssh://me@far:22/p.sock');
  expect(connectionAddress(list, undefined)).toBe('ssh://core@127.0.0.1:5000/run/p.sock');
  expect(connectionAddress('', 'far')).toBeUndefined();
});

test('image inspect', () => {
  const text = '[{"Id":"sha256:1","Os":"linux","Architecture":"arm64","Variant":"v8","Config":{}}]';
  expect(parseImage('img', text)).toEqual({
    name: 'img',
    id: 'sha256:1',
    platform: 'linux/arm64/v8',
    env: [],
  });
  expect(parseImage('img', 'what?')).toBeUndefined();
});

test.each<[string, string[], string[], string | undefined]>([
  ['an old name of a key', ['AWS_ACCESS_KEY'], [], 'AWS_ACCESS_KEY'],
  ['a pattern', ['AWS_SECRET_*'], [], 'AWS_SECRET_KEY'],
  ['drop beats it', ['AWS_SECRET_*'], ['AWS_SECRET_KEY'], undefined],
  ['not set', ['AMAZON_SESSION_TOKEN'], [], undefined],
  ['a key, which comes from the vault alone', ['AWS_ACCESS_KEY_ID'], [], undefined],
])('--pass beside a mount: %s', (_, pass, drop, name) => {
  const host = { AWS_ACCESS_KEY: 'x', AWS_SECRET_KEY: 'x', AWS_ACCESS_KEY_ID: 'x' };
  expect(conflictInWishes({ pass, drop }, host)?.name).toBe(name);
});
