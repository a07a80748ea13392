import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { mfaSerial } from '../../lib/credentials/mfa-code.ts';
import { watchForQuestion } from '../../lib/credentials/mfa-question.ts';
import { ENGINE_TABLE } from '../../lib/engines.ts';
import { parseProfiles } from '../../lib/host/aws-config.ts';
import { renewalFailure } from '../../lib/refresh/renew.ts';
import { containerWords } from '../../lib/vault/container.ts';
import { hostConfig } from '../../lib/vault/host-config.ts';
import { removeContainer } from '../../lib/vault/remove.ts';
import { vaultVariables } from '../../lib/vault/variables.ts';

const PLACE = { image: 'img', volume: 'vol', engine: undefined };
const INSIDE = {
  name: 'n',
  config: { source: '/home/a,b/.aws', file: 'config', whole: true },
  writable: false,
  unlogged: ['--log-driver', 'none'],
  selinux: false,
};

describe('the words of the container', () => {
  const text = (more: object) => containerWords(PLACE, { ...INSIDE, ...more }, ['list']).join(' ');

  test('are these, in this order', () => {
    expect(text({})).toBe(
      '--name n --entrypoint aws-vault --user 0 --log-driver none -v vol:/vaultrun/keys ' +
        '--mount type=bind,"src=/home/a,b/.aws",dst=/vaultrun/aws,readonly -e AWS_VAULT_BACKEND=file ' +
        '-e AWS_VAULT_FILE_DIR=/vaultrun/keys -e AWS_CONFIG_FILE=/vaultrun/aws/config ' +
        '-e AWS_VAULT_PROMPT=terminal -e AWS_VAULT_STDOUT=true img list',
    );
  });

  test.each<[string, object, string]>([
    ['a config that may be written', { writable: true }, 'dst=/vaultrun/aws -e'],
    [
      'a file alone',
      { config: { source: '/home/me/aws.cfg', file: 'aws.cfg', whole: false } },
      'src=/home/me/aws.cfg,dst=/vaultrun/aws/aws.cfg,readonly -e',
    ],
    ['no config', { config: undefined }, 'vol:/vaultrun/keys -e AWS_VAULT_BACKEND=file'],
    ['SELinux', { selinux: true }, '--security-opt label=disable -v'],
  ])('%s', (_, more, part) => {
    expect(text(more)).toContain(part);
  });

  test('no engine keeps what it prints, as far as the engine has a word for it', () => {
    expect(ENGINE_TABLE.map(({ name, unlogged }) => [name, unlogged.join('=')])).toEqual([
      ['docker', '--log-driver=none'],
      ['podman', '--log-driver=none'],
      ['nerdctl', '--log-driver=none'],
      ['finch', '--log-driver=none'],
      ['container', ''],
    ]);
  });
});

describe('of the AWS config', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'vaultrun-home-')));
  afterAll(() => rmSync(home, { recursive: true }));
  const mounted = (file: string) => hostConfig({ HOME: home, AWS_CONFIG_FILE: file })?.source;
  const made = (path: string, mode = 0o755) => {
    const file = join(home, path);
    mkdirSync(dirname(file), { recursive: true });
    chmodSync(dirname(file), mode);
    writeFileSync(file, '');
    return file;
  };

  test('its folder, where that is its own', () => {
    expect(mounted(made('.aws/config', 0o700))).toBe(join(home, '.aws'));
    expect(mounted(made('team/config', 0o775))).toBe(join(home, 'team'));
  });

  test("the file alone in the system's folders, in a home, and where anybody may write", () => {
    const ofSystem = ['/etc/hosts', '/usr/lib/os-release'].filter(file => existsSync(file));
    for (const file of [...ofSystem, made('config'), made('open/config', 0o1777)]) {
      expect(mounted(file)).toBe(realpathSync(file));
    }
  });
});

describe('what of the host enters it', () => {
  const names = (list: string, keys = false) =>
    vaultVariables(Object.fromEntries(list.split(' ').map(name => [name, 'x'])), keys).map(
      ([name]) => name,
    );

  test('what configures a session, and the way to the network', () => {
    const inside =
      'AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_ENDPOINT_URL_STS AWS_MFA_SERIAL AWS_MIN_TTL AWS_REGION AWS_ROLE_ARN AWS_SESSION_TAGS AWS_STS_REGIONAL_ENDPOINTS HTTPS_PROXY NO_PROXY https_proxy';
    expect(names(inside)).toEqual(inside.split(' '));
  });

  test('and nothing else', () => {
    const outside =
      'PATH HOME AWS_PROFILE AWS_VAULT AWS_VAULT_FILE_PASSPHRASE AWS_VAULT_BACKEND AWS_VAULT_FILE_DIR AWS_CONFIG_FILE AWS_CA_BUNDLE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_ENDPOINT_URL_S3 AWS_REGIONS MY_PROXY_X TF_VAR_proxy';
    expect(names(outside)).toEqual([]);
    expect(names(outside, true)).toEqual(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  });

  test('no value with a line break, and none that is empty', () => {
    fc.assert(
      fc.property(fc.string(), value => {
        const inside = vaultVariables({ AWS_REGION: value });
        expect(inside).toEqual(value && !/[\r\n]/.test(value) ? [['AWS_REGION', value]] : []);
      }),
    );
  });
});

describe('the MFA device that is asked first', () => {
  const profiles = parseProfiles(`
[default]
mfa_serial = of-default
[profile own]
mfa_serial = own
[profile bare]
[profile included]
include_profile = own
[profile role]
source_profile = own
mfa_serial = of-role
[profile role of a bare one]
source_profile = none
include_profile = own
[profile none]
include_profile = empty
[profile empty]
include_profile = nobody
[profile loop]
include_profile = loop
[profile ring]
source_profile = ring
include_profile = empty
`);
  test.each([
    ['own', 'own'],
    ['bare', 'of-default'],
    ['unknown', 'of-default'],
    ['included', 'own'],
    ['role', 'own'],
    ['role of a bare one', 'of-default'],
    ['none', 'of-default'],
    ['loop', undefined],
    ['ring', 'of-default'],
  ])('%s: %s', (profile, serial) => {
    expect(mfaSerial(profiles, profile)).toBe(serial);
  });
});

describe('what aws-vault says while it is asked', () => {
  const QUESTION =
    'aws-vault: error: exec: Failed to get credentials for mfa: open /dev/tty: no such device or address\n';
  const said = (text: string, cuts: readonly number[], answered: boolean) => {
    let shown = '';
    const watch = watchForQuestion(part => {
      shown += part;
    });
    const bytes = Buffer.from(text);
    let at = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      watch.heard(bytes.subarray(at, Math.max(at, cut)));
      at = Math.max(at, cut);
    }
    watch.heard(bytes.subarray(at));
    const met = watch.met();
    watch.end(answered);
    return { met, shown };
  };

  test('is shown but for the question, however it comes in', () => {
    const anywhere = fc.array(fc.nat({ max: 300 }));
    fc.assert(
      fc.property(anywhere, cuts => {
        const text = `Öffne https://sso.example\n${QUESTION}last`;
        expect(said(text, cuts, true)).toEqual({
          met: true,
          shown: 'Öffne https://sso.example\nlast\n',
        });
        const plain = 'aws-vault: error: no\n';
        expect(said(plain, cuts, false)).toEqual({ met: false, shown: plain });
      }),
    );
  });

  test('the question too where nobody answers it', () => {
    expect(said(QUESTION, [], false)).toEqual({ met: true, shown: QUESTION });
    expect(said('Enter MFA code for x: EOF', [], true)).toEqual({ met: true, shown: '' });
  });
});

test('what renews in another terminal goes to the vault where it lives', () => {
  const container = { image: 'a b', volume: 'vol', engine: 'podman' };
  const source = { kind: 'aws-vault', profile: 'dev', container };
  const invocation = { source } as unknown as Parameters<typeof renewalFailure>[0];
  expect(renewalFailure(invocation, 'no', { start: 0, end: 3_600_000 })).toMatchObject({
    command:
      "AWS_MIN_TTL=1200s vaultrun vault '--vault-image=a b' --vault-volume=vol --engine=podman -- exec dev -- true",
  });
});

test('an engine that hangs, and minds no TERM, does not keep us', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vaultrun test '));
  const path = join(folder, 'docker');
  const script = '#!/bin/sh\ntrap "" TERM\nwhile [ -e "$0" ]; do sleep 0.1; done\n';
  writeFileSync(path, script, { mode: 0o755 });
  const began = Date.now();
  const [engine] = ENGINE_TABLE;
  if (!engine) throw new Error('no engine');
  removeContainer({ engine, path }, 'n', process.env, { signal: 'SIGKILL' }, 200);
  expect(Date.now() - began).toBeLessThan(5000);
  rmSync(folder, { recursive: true });
});
