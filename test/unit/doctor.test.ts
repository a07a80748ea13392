import type { Address } from '../../lib/doctor/address.ts';
import { type BackendFacts, backend } from '../../lib/doctor/backend.ts';
import { chainOf } from '../../lib/doctor/chain.ts';
import { clock } from '../../lib/doctor/clock.ts';
import { notSeen } from '../../lib/doctor/container.ts';
import { daemon } from '../../lib/doctor/daemon.ts';
import { engineVersion } from '../../lib/doctor/engine.ts';
import { envFile, type PlanFacts } from '../../lib/doctor/env-file.ts';
import { CHECKS, type Finding, fail, inOrder, ok, warn } from '../../lib/doctor/finding.ts';
import { runtimeFolder } from '../../lib/doctor/folder.ts';
import { parseInside } from '../../lib/doctor/look-inside.ts';
import { askedBy, circleFrom, loop } from '../../lib/doctor/loop.ts';
import { node, platform, start } from '../../lib/doctor/machine.ts';
import { endpointOf, network, portOf } from '../../lib/doctor/network.ts';
import { page } from '../../lib/doctor/page.ts';
import { account, mfa, profileFindings } from '../../lib/doctor/profile.ts';
import { remote } from '../../lib/doctor/remote.ts';
import { settingFindings } from '../../lib/doctor/settings.ts';
import type { Settled } from '../../lib/doctor/settled.ts';
import { watching } from '../../lib/doctor/throwaway.ts';
import { terminal, type User, user } from '../../lib/doctor/user.ts';
import { vault } from '../../lib/doctor/vault.ts';
import { vaultContainer } from '../../lib/doctor/vault-container.ts';
import { ENGINE_TABLE } from '../../lib/engines.ts';
import { parseProfiles } from '../../lib/host/aws-config.ts';
import { problemsOf } from '../../lib/host/aws-config-problems.ts';
import type { Ask, BriefReply } from '../../lib/process/brief.ts';

/** A finding as `status: detail`. */
const told = (finding: Finding | undefined) => `${finding?.status}: ${finding?.detail}`;
const reply = (some: Partial<Omit<BriefReply, 'stdout'>> & { stdout?: string }): BriefReply => ({
  status: undefined,
  stderr: '',
  late: false,
  code: undefined,
  ...some,
  stdout: Buffer.from(some.stdout ?? ''),
});

test.each<[string, string]>([
  ['7.13.5', 'ok: 7.13.5, /v (the ByteNess fork)'],
  ['v7.8.0', 'ok: 7.8.0, /v (the ByteNess fork)'],
  ['v7.3.1\n', 'ok: 7.3.1, /v (the ByteNess fork)'],
  ['v7.2.0', "warn: 7.2.0, /v: 99designs' last, from 2023, and nobody mends it"],
  ['v7.0.0-rc1', "warn: 7.0.0-rc1, /v: 99designs' last, from 2023, and nobody mends it"],
  ['v6.6.2', 'warn: 6.6.2, /v: old, and nobody mends it'],
  ['v4.7.1', 'warn: 4.7.1, /v: old, and nobody mends it'],
  ['dev', 'ok: /v does not tell its version in numbers'],
])('aws-vault %s', (version, expected) => {
  expect(told(vault('/v', reply({ status: 0, stderr: version })))).toBe(expected);
  expect(told(vault('/v', reply({ status: 0, stdout: version })))).toBe(expected);
});

test.each<[string, string | undefined, BriefReply | undefined, string]>([
  ['missing', undefined, undefined, 'fail: aws-vault is not on PATH'],
  ['hanging', '/v', reply({ late: true }), 'fail: /v does not answer'],
  ['of another machine', '/v', reply({ code: 'ENOEXEC' }), 'could not be started (ENOEXEC)'],
  ['failing', '/v', reply({ status: 3 }), 'could not be started (status 3)'],
])('an aws-vault that is %s', (_, path, answer, expected) => {
  expect(told(vault(path, answer))).toContain(expected);
});

test.each<[Partial<BackendFacts>, string[]]>([
  [{ passphrase: 'X' }, ['ok: file; the passphrase comes from X']],
  [{ asks: true }, ['ok: file; the passphrase is asked for on the terminal']],
  [{}, ['fail: file; the passphrase is asked for, and there is no terminal']],
  [
    { asks: true, keys: undefined },
    ['ok: file; the passphrase is asked for on the terminal', 'warn: file; no keys are stored yet'],
  ],
  [{ backend: 'pass' }, ['fail: pass is not on PATH']],
  [{ backend: 'pass', pass: true }, ['ok: pass']],
  [{ backend: 'keychain' }, ['fail: keychain is not of this system']],
  [{ backend: 'keychain', platform: 'darwin' }, ['ok: the keychain']],
  [
    { backend: undefined, platform: 'darwin', ssh: true },
    ['warn: the keychain, which is locked for a login over ssh'],
  ],
  [
    { backend: 'secret-service' },
    ['fail: secret-service is reached over a session bus, and there is none'],
  ],
  [{ backend: 'kwallet', bus: true }, ['ok: kwallet (AWS_VAULT_BACKEND)']],
  [{ backend: 'op' }, ['ok: op (AWS_VAULT_BACKEND)']],
  [{ backend: '' }, ['fail: AWS_VAULT_BACKEND is not set, and there is no session bus']],
  [{ backend: 'keyctl' }, ['fail: aws-vault cannot open keyctl']],
  [
    { backend: '', bus: true },
    ['ok: the first that aws-vault finds here (AWS_VAULT_BACKEND is not set)'],
  ],
])('the backend of %j', (facts, expected) => {
  const none = { passphrase: undefined, asks: false, bus: false, ssh: false, pass: false, keys: 1 };
  expect(backend({ platform: 'linux', backend: 'file', ...none, ...facts }).map(told)).toEqual(
    expected,
  );
});

describe('the AWS config', () => {
  test.each<[string, string[]]>([
    ['[default]\nregion = x\n\n# a\n; b\n[profile a b]\ns3 =\n  x = 1\n[sso-session s]\n', []],
    ['[services local]\ndynamodb =\n  endpoint_url = http://x\n', []],
    ['[dev]\nregion = x\n', ['1 warn is the section of no profile: write [profile dev]']],
    ['[wJal/secret]\n', ['1 warn is the section of no profile: write [profile NAME]']],
    ['region = x\n', ['1 warn stands before any section: put it below a [profile NAME]']],
    [
      '[default]\nAKIAEXAMPLE\n',
      ['2 fail is neither a section nor a setting: write NAME = VALUE, or take it out'],
    ],
    [
      '[profile "dev"]\n[profile  dev]\n[ Profile a b ]\n[profile default]\n[sso-session "s"]\n[ default ]\n',
      [
        "1 warn is not what aws-vault reads for 'dev': write [profile dev]: quotes, spaces and capitals count there",
        "2 warn is not what aws-vault reads for 'dev': write [profile dev]: quotes, spaces and capitals count there",
        '3 warn is not what aws-vault reads for that name: write [profile NAME]: quotes, spaces and capitals count there',
        "4 warn is not what aws-vault reads for 'default': write [default]: quotes, spaces and capitals count there",
        "5 warn is not what aws-vault reads for 's': write [sso-session s]: quotes, spaces and capitals count there",
        "6 warn is not what aws-vault reads for 'default': write [default]: quotes, spaces and capitals count there",
      ],
    ],
    ['[default]\nregion: x\nlong = a\\\n  b\n', []],
    [
      '[default]\nregion = x\n  b\n',
      ['3 fail is neither a section nor a setting: write NAME = VALUE, or take it out'],
    ],
    [
      '[profile a]\n[default]\n[profile a]\n',
      ['3 warn repeats the section of line 1: put the two together'],
    ],
    [
      '[default]\naws_secret_access_key=wJal\n',
      ['2 warn holds a secret key in plain text: keep it in the vault: vaultrun vault -- add NAME'],
    ],
  ])('%j', (text, expected) => {
    const shown = problemsOf(text).map(p => `${p.line} ${p.status} ${p.problem}: ${p.hint}`);
    expect(shown).toEqual(expected);
    expect(shown.join('')).not.toMatch(/wJal|AKIA/);
  });
});

const PROFILES = parseProfiles(`
[default]
region = eu-west-1
[profile dev]
[profile role]
source_profile = base
role_arn = arn:aws:iam::111122223333:role/x
[profile base]
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile orphan]
source_profile = bsae
[profile one]
credential_process = aws-vault exec -j two
[profile two]
credential_process = /opt/bin/vaultrun env --format credential-process one
[profile self]
credential_process = sh -c 'aws-vault export --format json -d 1h self'
[profile ring]
source_profile = ring2
[profile ring2]
source_profile = ring
[profile own]
source_profile = own
[profile instance]
credential_source = Ec2InstanceMetadata
[profile heir]
include_profile = role
[profile heir of one]
include_profile = one
[profile odd]
include_profile = nowhere
[profile circle]
include_profile = circle
`);

test.each<[string | undefined, boolean | undefined, string, string | null]>([
  ['dev', undefined, 'ok: dev', null],
  ['role', undefined, 'ok: role, by way of base', null],
  ['heir', undefined, 'ok: heir, by way of base, role', null],
  [
    'odd',
    undefined,
    "warn: 'odd' builds on 'nowhere', which is not in the AWS config",
    'add a [profile nowhere]',
  ],
  [
    'circle',
    undefined,
    "fail: the profiles that 'circle' includes, and [default] after them, go in a circle",
    'take an include_profile out: aws-vault gives up on it',
  ],
  ['orphen', undefined, "fail: 'orphen' is not in the AWS config", "did you mean 'orphan'?"],
  ['orphen', true, 'ok: orphen, with keys but not in the AWS config', null],
  [
    'production',
    undefined,
    "warn: 'production' is not in the AWS config",
    'see whether its keys are stored: vaultrun vault -- list; else vaultrun vault -- add production',
  ],
  [
    'production',
    false,
    "fail: 'production' is not in the AWS config, and no keys are stored for it",
    'add it: vaultrun vault -- add production',
  ],
  [
    'orphan',
    undefined,
    "warn: 'orphan' builds on 'bsae', which is not in the AWS config",
    "did you mean 'base'?",
  ],
  [undefined, undefined, 'ok: none is named, so none is checked (vaultrun doctor PROFILE)', null],
])('profile %s, with keys: %s', (profile, keys, expected, hint) => {
  const facts = { profile, profiles: PROFILES, stored: () => keys };
  const [finding] = profileFindings(facts, 'aws-vault');
  expect(told(finding)).toBe(expected);
  expect(finding?.hint).toBe(hint);
});

test.each<[string, string[], string, string | null]>([
  [
    'dev',
    [],
    "fail: no keys are stored for 'dev', and the AWS config has no other way to credentials",
    'add them: vaultrun vault -- add dev',
  ],
  [
    'role',
    [],
    "fail: no keys are stored for 'role' or 'base', and the AWS config has no other way to credentials",
    'add them: vaultrun vault -- add base',
  ],
  [
    'instance',
    [],
    "fail: no keys are stored for 'instance', and the AWS config has no other way to credentials",
    'add them: vaultrun vault -- add instance',
  ],
  ['role', ['base'], 'ok: role, by way of base', null],
  [
    'heir',
    ['role'],
    "fail: no keys are stored for 'heir' or 'base', and the AWS config has no other way to credentials",
    'add them: vaultrun vault -- add base',
  ],
  ['heir of one', [], 'ok: heir of one, by way of one', null],
  ['one', [], 'ok: one', null],
])('profile %s, where keys are stored for %j alone', (profile, names, expected, hint) => {
  const facts = { profile, profiles: PROFILES, stored: (name: string) => names.includes(name) };
  const [finding] = profileFindings(facts, 'aws-vault');
  expect(told(finding)).toBe(expected);
  expect(finding?.hint).toBe(hint);
  expect(profileFindings(facts, 'credential-process').map(told)).toEqual([
    expect.stringMatching(/^ok: /),
  ]);
  const sso = new Map([...PROFILES, ['default', new Map([['sso_session', 'x']])]]);
  const inherits = profileFindings({ ...facts, profiles: sso }, 'aws-vault');
  expect(inherits.map(told)).toEqual([expect.stringMatching(/^ok: /)]);
});

test.each<[string, string | undefined, string[]]>([
  ['dev', undefined, []],
  ['dev', '111122223333', ['ok: only 111122223333 will do']],
  ['role', undefined, ['ok: 111122223333, by the profile']],
  ['heir', undefined, ['ok: 111122223333, by the profile']],
  ['role', '111122223333', ["ok: only 111122223333 will do, and it is the role's"]],
  [
    'role',
    '999999999999',
    ["fail: the profile's role is of account 111122223333, and only 999999999999 will do"],
  ],
])('profile %s, account %s', (profile, wanted, expected) => {
  expect(account(profile, PROFILES, wanted).map(told)).toEqual(expected);
});

test.each<[string, NodeJS.ProcessEnv, boolean, boolean, string]>([
  ['dev', {}, false, false, 'ok: no device is configured, so no code is asked for'],
  ['dev', { AWS_MFA_SERIAL: 'x' }, false, true, 'ok: a code is asked for on the terminal'],
  ['role', {}, false, true, 'ok: a code is asked for on the terminal'],
  ['heir', {}, false, true, 'ok: a code is asked for on the terminal'],
  ['role', {}, true, false, 'ok: a code is asked for by --mfa-token'],
  [
    'role',
    { AWS_VAULT_PROMPT: 'zenity' },
    false,
    false,
    'ok: a code is asked for by zenity (AWS_VAULT_PROMPT)',
  ],
  [
    'role',
    { AWS_VAULT_PROMPT: 'terminal' },
    false,
    false,
    'warn: the profile wants an MFA code where no session is in store, and nobody can be asked',
  ],
])('MFA of %s, %j, a token: %s, a terminal: %s', (profile, env, mfaToken, asks, expected) => {
  expect(told(mfa({ profile, profiles: PROFILES, env, mfaToken, asks }))).toBe(expected);
});

test.each<[string, string | undefined]>([
  ['aws-vault exec -j dev', 'dev'],
  ['aws-vault --debug exec --duration 1h --json dev', 'dev'],
  ['aws-vault exec --duration=1h dev -- env', 'dev'],
  ['"/usr/bin/aws-vault" export --format=json "dev"', 'dev'],
  ['aws-vault exec -- dev', undefined],
  ['aws-vault list', undefined],
  ['vaultrun env --format credential-process dev', 'dev'],
  ['vaultrun env --profile run', 'run'],
  ['vaultrun env --no-such', undefined],
  ['granted credential-process --profile dev', undefined],
  ['', undefined],
])('who %j asks for', (command, expected) => {
  expect(askedBy(command)).toBe(expected);
});

test('profiles that ask for themselves, and what stored keys make of it', () => {
  const circles = [...PROFILES.keys()].map(name => [name, circleFrom(PROFILES, name)?.join(' ')]);
  expect(circles.filter(([, circle]) => circle)).toEqual([
    ['one', 'one two one'],
    ['two', 'two one two'],
    ['self', 'self self'],
    ['ring', 'ring ring2 ring'],
    ['ring2', 'ring2 ring ring2'],
    ['heir of one', 'two one two'],
  ]);
  expect(chainOf(PROFILES, 'ring')).toEqual(['ring', 'ring2']);
  const status = (stored: boolean | undefined) => loop(PROFILES, 'one', () => stored)[0]?.status;
  expect([status(true), status(undefined), status(false)]).toEqual(['ok', 'warn', 'fail']);
  expect(loop(PROFILES, 'dev', () => false)).toEqual([]);
  const [ring] = loop(PROFILES, 'ring', () => true);
  expect(told(ring)).toBe("fail: the profiles are each other's source: ring → ring2 → ring");
});

describe('the daemon', () => {
  const none = { inLogin: false, inList: false };
  const docker = (answer: BriefReply, groups = none, address?: Address) =>
    daemon('docker', answer, address, groups);

  test.each<[string, string]>([
    [
      '{"ServerVersion":"28.2.2","SecurityOptions":["name=rootless"]}',
      'ok: answers (28.2.2), rootless',
    ],
    ['{"ServerVersion":"20.10","SecurityOptions":null}', 'ok: answers (20.10)'],
    [
      '{"host":{"security":{"rootless":false}},"version":{"Version":"4.3.1"}}',
      "ok: answers (4.3.1), with root's rights",
    ],
    ['whatever', 'ok: answers'],
    [
      '{"ServerErrors":["Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?"]}',
      "fail: docker's daemon does not answer",
    ],
  ])('that says %s', (stdout, expected) => {
    expect(told(docker(reply({ status: 0, stdout })))).toBe(expected);
  });

  test.each<[string, string]>([
    ['Cannot connect to the Docker daemon at tcp://x', "fail: docker's daemon does not answer"],
    ['failed to connect to the docker API at unix:///x', "fail: docker's daemon does not answer"],
    [
      'dial unix /x: connect: permission denied',
      "fail: this user may not talk to docker's daemon (permission denied)",
    ],
    [
      'Error: cannot find mappings for user SECRET',
      'fail: docker cannot run containers now: this user has no range of other user ids',
    ],
    [
      'context "SECRET": context not found',
      'fail: docker cannot run containers now: the context is not there',
    ],
    [
      'x509: SECRET',
      'fail: docker cannot run containers now: its daemon and it do not agree on TLS',
    ],
    ['whatever token=SECRET', 'fail: docker cannot run containers now (status 1)'],
  ])('that fails with %s', (stderr, expected) => {
    const finding = docker(reply({ status: 1, stderr }));
    expect(told(finding)).toBe(expected);
    expect(finding.hint).toMatch(/./);
    expect(JSON.stringify(finding)).not.toContain('SECRET');
  });

  test('where it is looked for, without who logs in there', () => {
    const refused = reply({ status: 1, stderr: 'connection refused' });
    const url = 'ssh://me:p@w@far:22';
    const finding = docker(refused, none, { url, variable: 'DOCKER_HOST' });
    expect(told(finding)).toBe("fail: docker's daemon does not answer at ssh://far:22");
    expect(finding.hint).toMatch(
      /^DOCKER_HOST=ssh:\/\/far:22 is set: correct or unset it; else start it: /,
    );
    expect(told(docker(reply({ late: true })))).toBe('fail: docker does not answer');
    const hint = (variable: Address['variable']) => docker(refused, none, { url, variable }).hint;
    expect(hint('DOCKER_CONTEXT')).toMatch(/^DOCKER_CONTEXT is set: correct or unset it; else /);
    expect(hint(undefined)).toMatch(/^docker's context leads there: docker context use default; /);
    expect(docker(refused).hint).toMatch(/^start it: /);
  });

  test('the docker group', () => {
    const denied = reply({ status: 1, stderr: 'permission denied' });
    expect(docker(denied).hint).toMatch(/usermod -aG docker/);
    expect(docker(denied, { inLogin: false, inList: true }).hint).toMatch(
      /log in again, or newgrp/,
    );
  });

  test.each(ENGINE_TABLE.map(({ name }) => name))('of %s has a way to be started', name => {
    const finding = daemon(
      name,
      reply({ status: 1, stderr: 'connection refused' }),
      undefined,
      none,
    );
    expect(finding).toMatchObject({ status: 'fail', hint: expect.stringMatching(/start/) });
  });
});

const [docker, , , , apple] = ENGINE_TABLE;
const found = (engine = docker) => {
  if (!engine) throw new Error('no engine');
  return { engine, path: '/e' };
};

test.each<[BriefReply, string]>([
  [reply({ status: 0, stdout: 'Docker version 28.2.2, build x' }), 'ok: docker 28.2.2, /e'],
  [
    reply({ status: 0, stdout: 'podman version 4.3.1' }),
    "ok: podman under docker's name 4.3.1, /e",
  ],
  [reply({ late: true }), 'fail: /e does not answer'],
  [reply({ code: 'EACCES' }), 'fail: docker could not be started (EACCES)'],
  [reply({ status: 1 }), 'fail: docker could not be started (status 1)'],
])('an engine that answers %#', (answer, expected) => {
  expect(told(engineVersion(found(), answer))).toBe(expected);
});

test.each<[string | undefined, boolean, NodeJS.ProcessEnv, string]>([
  [undefined, false, {}, 'ok: the engine runs on this machine'],
  ['far', false, { DOCKER_HOST: 'ssh://far' }, 'warn: the engine runs on far (DOCKER_HOST): '],
  ['far', false, {}, "warn: the engine runs on far (docker's context): "],
  ['far', true, {}, "fail: the engine runs on far (docker's context), and --refresh is refused"],
])('an engine on %s, --refresh %s', (host, refresh, env, expected) => {
  expect(told(remote(host, found(), refresh, env))).toContain(expected);
});

test("Apple's container cannot refresh", () => {
  expect(told(remote(undefined, found(apple), true, {}))).toMatch(/^fail: --refresh is refused/);
});

test.each<[Partial<PlanFacts>, string]>([
  [{}, 'ok: by descriptor, without a name; vaultrun becomes the engine'],
  [
    { plan: { way: 'descriptor', fd: 3, handOn: [] } },
    'ok: by descriptor, without a name; vaultrun stays beside the engine, for this environment',
  ],
  [
    { plan: { way: 'descriptor', fd: 3, handOn: [] }, canReplace: false },
    'ok: by descriptor, without a name; vaultrun stays beside the engine',
  ],
  [{ plan: { way: 'descriptor', fd: 3, handOn: [] }, mask: true }, 'the engine, for --mask'],
  [{ descriptors: false }, 'fail: there is no /dev/fd'],
  [
    { plan: { way: 'through-parent' }, file: 'closing-script' },
    'ok: without a name, through /proc',
  ],
  [
    { plan: { way: 'named', home: true }, file: 'snap', descriptors: false },
    'warn: in a file with a name until the container is made: a snap sees no descriptor',
  ],
  [
    { plan: { way: 'named', home: true }, file: 'virtual-machine' },
    'warn: in a file with a name until the container is made: the engine runs in a virtual machine',
  ],
  [{ plan: { way: 'named', home: true }, lost: 'so it is' }, 'made: so it is'],
])('the way of the env-file: %j', (facts, expected) => {
  const usual = { canReplace: true, mask: false, lost: undefined, descriptors: true } as const;
  const finding = envFile({ plan: { way: 'replace' }, file: 'direct', ...usual, ...facts });
  expect(told(finding)).toContain(expected);
});

test.each<[[string, string | undefined, boolean][], string]>([
  [[['/run/x', undefined, true]], 'ok: /run/x, in memory'],
  [[['/run/x', undefined, false]], 'warn: /run/x is on a disk'],
  [
    [
      ['/run/x', 'EACCES', false],
      ['/dev/shm', undefined, true],
      ['/tmp', undefined, false],
    ],
    'warn: /dev/shm, in memory; not /run/x (EACCES)',
  ],
  [[['/tmp', 'EROFS', false]], 'fail: no folder can take the credentials'],
])('the runtime folder %j', (folders, expected) => {
  const tried = folders.map(([folder, code, inMemory]) => ({ folder, code, inMemory }));
  expect(told(runtimeFolder(tried, 'linux'))).toContain(expected);
});

test('a disk is all that macOS has', () => {
  const tried = [{ folder: '/tmp', code: undefined, inMemory: false }];
  expect(told(runtimeFolder(tried, 'darwin'))).toBe('ok: /tmp');
});

describe('the machine', () => {
  test.each<[NodeJS.Platform, string, string]>([
    ['linux', 'Linux version 6', 'ok: Linux x64'],
    ['linux', 'Linux version 6 microsoft-standard-WSL2', 'ok: Linux x64 in WSL'],
    ['darwin', '', 'ok: macOS x64'],
    ['win32', '', 'fail: vaultrun does not work on Windows itself'],
    ['freebsd', '', 'warn: freebsd is not supported'],
  ])('%s, %s', (name, kernel, expected) => {
    expect(told(platform({ platform: name, arch: 'x64', kernel }))).toBe(expected);
  });

  test.each<[string, boolean, boolean, string]>([
    ['24.1.0', true, true, 'ok: 24.1.0: vaultrun becomes the engine'],
    [
      '24.1.0',
      true,
      false,
      'ok: 24.1.0: vaultrun stays beside the engine: /bin/sh cannot be executed',
    ],
    ['20.19.0', false, false, 'ok: 20.19.0: vaultrun stays beside the engine (22.15'],
    ['22.11.0', false, false, 'warn: 22.11.0 is none'],
    ['23.1.0', false, false, 'warn: 23.1.0 is none'],
  ])('Node %s', (version, execve, replaces, expected) => {
    expect(told(node(version, execve, replaces))).toContain(expected);
  });

  test('what slows the start, without its value', () => {
    const slow = start({ NODE_OPTIONS: '--import=SECRET', NODE_EXTRA_CA_CERTS: '/ca' }, '/c');
    expect(told(slow)).toMatch(/^warn: NODE_EXTRA_CA_CERTS and NODE_OPTIONS slow/);
    expect(slow.hint).toBe(
      'start it without: env -u NODE_EXTRA_CA_CERTS -u NODE_OPTIONS vaultrun …',
    );
    expect(told(start({}, '/c'))).toBe('ok: compiled code in /c');
    expect(told(start({}, undefined))).toMatch(/^warn: code is compiled at every start/);
    expect(start({ NODE_DISABLE_COMPILE_CACHE: '1' }, undefined).status).toBe('ok');
  });

  test.each<[Partial<User>, string[]]>([
    [{}, ['ok: user 1000, home /h']],
    [
      { uid: 0, sudoUser: 'me' },
      ['warn: root by way of sudo: the AWS config and the key store are'],
    ],
    [{ uid: 0, sudoUser: 'root' }, ['ok: root, home /h']],
    [{ home: undefined, path: undefined }, ['warn: HOME is not set', 'warn: PATH is not set']],
    [
      { homeIsFolder: false, path: '' },
      ['warn: HOME is /h, which is no folder', 'warn: PATH is empty'],
    ],
  ])('user %j', (some, expected) => {
    const usual = { uid: 1000, home: '/h', homeIsFolder: true, path: '/bin', sudoUser: undefined };
    const lines = user({ ...usual, ...some }).map(told);
    expect(lines).toEqual(expected.map(text => expect.stringContaining(text)));
  });

  test('the terminal', () => {
    expect(told(terminal({ terminals: [true, true, true], asks: true }))).toBe(
      'ok: questions can be asked, and the container gets a terminal (-t)',
    );
    expect(told(terminal({ terminals: [true, false, true], asks: true }))).toBe(
      'ok: questions can be asked, and the container gets no -t (stdout is elsewhere)',
    );
    expect(told(terminal({ terminals: [false, false, false], asks: false }))).toBe(
      'ok: no terminal here: an MFA code or passphrase cannot be asked for, and the container gets no -t',
    );
  });
});

test('an aws-vault in a container: its image and its volume, in its engine', async () => {
  const place = { image: 'team/vault', volume: 'keys' };
  const engines = { found: found(), runs: found() };
  const ask: Ask = async (_, args) =>
    reply({ status: args.join(' ') === 'image inspect team/vault' ? 0 : 1 });
  const findings = await vaultContainer(place, engines, {}, ask);
  expect(findings.map(told)).toEqual(['ok: team/vault, in docker', 'warn: keys is not there yet']);
  expect(findings[1]?.hint).toBe("the first 'vaultrun vault -- add NAME' makes it");
  for (const stderr of [
    'Cannot connect to the Docker daemon',
    'permission denied while trying to connect to the Docker daemon socket at unix:///x',
  ]) {
    const down: Ask = async () => reply({ status: 1, stderr });
    const silent = await vaultContainer(place, engines, {}, down);
    expect(silent.map(told)).toEqual([
      'fail: team/vault was not looked at: docker does not answer',
      'fail: keys was not looked at: docker does not answer',
    ]);
    expect(silent[0]?.hint).toBe('see daemon');
    // Of another engine than the run's no other check tells.
    const other = { found: found(), runs: undefined };
    const [hint] = (await vaultContainer(place, other, {}, down)).map(each => each.hint);
    expect(hint).toBe('vaultrun doctor --engine docker');
  }
  const neither: Ask = async () => reply({ status: 1 });
  expect((await vaultContainer(place, engines, {}, neither)).map(told)[0]).toBe(
    'fail: docker has no image team/vault',
  );
  const none = { found: fail('engine', 'podman is not on PATH', 'install it'), runs: found() };
  expect(await vaultContainer(place, none, {}, ask)).toEqual([
    fail('vault-image', 'team/vault cannot be looked for: podman is not on PATH', 'install it'),
  ]);
});

test('misspelt settings of the environment, as a run tells them', () => {
  const names = [
    'VAULTRUN_REGOIN',
    'VAULTRUN_no_session',
    'VAULTRUN_HOME',
    'VAULTRUN_REGION',
    'VAULTRUN_ACTIVE',
    'VAULTRUN_ENV_FILE',
    'PATH',
  ];
  const settled = { settings: new Map(), wrong: [], profile: undefined } as unknown as Settled;
  const env = Object.fromEntries(names.map(name => [name, 'x']));
  const findings = settingFindings(settled, env).filter(({ status }) => status !== 'ok');
  expect(findings).toEqual([
    warn(
      'settings',
      'VAULTRUN_REGOIN is no setting, so nothing reads it',
      'did you mean VAULTRUN_REGION?',
    ),
    warn(
      'settings',
      'VAULTRUN_no_session is no setting, so nothing reads it',
      'did you mean VAULTRUN_NO_SESSION?',
    ),
  ]);
});

describe('inside the container', () => {
  const lines = (text: string) => text.split('\n').map(line => ({ text: line, at: 10_000 }));

  test('what it answers', () => {
    expect(parseInside(lines('noise\nkey AKIA\nsecret 40\ntoken 0\ntime 12\ncurl 7'))).toEqual({
      key: 'AKIA',
      secretLength: 40,
      tokenLength: 0,
      skew: 2500,
      reach: { tool: 'curl', status: 7 },
    });
    expect(parseInside(lines('key \nsecret 0\ntoken 0\nnone 0'))).toMatchObject({
      skew: undefined,
      reach: undefined,
    });
    expect(parseInside(lines('sh: not found'))).toBeUndefined();
  });

  test.each<[number | undefined, number | undefined, string, RegExp]>([
    [900, -900, 'ok: container and host agree; host and AWS agree', /^null$/],
    [undefined, undefined, 'ok: the container has no date; AWS did not tell the time', /^null$/],
    [-60_000, 0, 'warn: container and host are 60 s apart; host and AWS agree', /virtual machine/],
    [-400_000, undefined, 'fail: container and host are 400 s apart', /virtual machine/],
    [0, 400_000, 'fail: container and host agree; host and AWS are 400 s apart', /timedatectl/],
  ])('clocks that differ by %s and %s', (container, aws, expected, hint) => {
    const [finding] = clock(container, aws);
    expect(told(finding)).toContain(expected);
    expect(String(finding?.hint)).toMatch(hint);
  });

  test.each<[Record<string, string>, string, string]>([
    [{}, 'https://sts.amazonaws.com', '443'],
    [{ AWS_REGION: 'eu-west-1' }, 'https://sts.eu-west-1.amazonaws.com', '443'],
    [{ AWS_REGION: 'cn-north-1' }, 'https://sts.cn-north-1.amazonaws.com.cn', '443'],
    [{ AWS_ENDPOINT_URL: 'http://me:pw@localhost/x' }, 'http://localhost', '80'],
    [
      { AWS_ENDPOINT_URL_STS: 'http://a:5000', AWS_ENDPOINT_URL: 'http://b' },
      'http://a:5000',
      '5000',
    ],
    [{ AWS_ENDPOINT_URL: 'nonsense' }, 'https://sts.amazonaws.com', '443'],
  ])('the endpoint of %j', (variables, origin, port) => {
    const url = endpointOf(new Map(Object.entries(variables)));
    expect([url.origin, portOf(url)]).toEqual([origin, port]);
    expect(url.href).not.toContain('pw');
  });

  test.each<[string, number | undefined, string]>([
    [
      'runc: exec: "sh": executable file not found in $PATH',
      127,
      'i has no sh to look around with',
    ],
    ['', 127, 'i has no sh to look around with'],
    [
      'failed to create endpoint SECRET on network bridge: could not find bridge docker0',
      125,
      "i could not be given its network, which is the engine's to make",
    ],
    [
      'write /x: no space left on device',
      125,
      'i could not be made: the disk of the engine is full',
    ],
    ['exec /bin/sh: exec format error', 1, 'i is for another platform'],
    ['SECRET', 125, 'docker could not run i (status 125)'],
    ['SECRET', undefined, 'docker could not run i (killed)'],
  ])('nothing is seen: %s, status %s', (stderr, status, expected) => {
    const finding = notSeen('i', found(), status, { lines: [], stderr, late: false });
    expect(told(finding)).toBe(`fail: ${expected}`);
    expect(JSON.stringify(finding)).not.toContain('SECRET');
  });

  test('a container that does not end is removed, and its client killed', async () => {
    const asked: string[] = [];
    const ask: Ask = async (_, args) => {
      asked.push(args.join(' '));
      return reply({ status: 0, stdout: args[0] === 'ps' ? 'abc\n' : '' });
    };
    const { flags, watched, beside } = watching(ask, new AbortController().signal, 2000);
    const args = ['-c', 'echo "key A"; exec sleep 1000'];
    const ending = await beside('/bin/sh', args, { env: process.env });
    expect(ending).toEqual({ signal: 'SIGKILL' });
    expect(watched).toMatchObject({ late: true, lines: [{ text: 'key A' }] });
    expect(asked).toEqual([`ps -aq --filter label=${flags[1]}`, 'rm -f -v abc']);
    expect(told(notSeen('i', found(), undefined, watched))).toMatch(/^fail: i did not end in time/);
  });

  test('one that a signal finds being made is looked for again, and removed', async () => {
    const asked: string[] = [];
    const ask: Ask = async (_, args) => {
      asked.push(args[0] ?? '');
      return reply({ status: 0, stdout: asked.length > 1 && args[0] === 'ps' ? 'abc\n' : '' });
    };
    const stop = new AbortController();
    const { beside } = watching(ask, stop.signal);
    const running = beside('/bin/sh', ['-c', 'exec sleep 1000'], { env: process.env });
    stop.abort();
    expect(await running).toEqual({ signal: 'SIGKILL' });
    expect(asked).toEqual(['ps', 'ps', 'rm']);
  });

  const url = new URL('https://sts.x');
  const reached = { skew: 0 };
  const lost = { code: 'ENOTFOUND' };
  test.each<[string, Finding]>([
    ['ok: the container reaches sts.x', network(url, { tool: 'nc', status: 0 }, reached, false)],
    ['warn: whether the container reaches sts.x', network(url, undefined, reached, false)],
    [
      'fail: the container does not reach sts.x, and the host does',
      network(url, { tool: 'nc', status: 1 }, reached, false),
    ],
    [
      'sts.x: it does not find the name, nor does the host (ENOTFOUND)',
      network(url, { tool: 'curl', status: 6 }, lost, false),
    ],
    ['nor does the host without its proxy', network(url, { tool: 'nc', status: 1 }, lost, true)],
    [
      'warn: the container does not reach sts.x: it does not trust',
      network(url, { tool: 'curl', status: 60 }, reached, false),
    ],
  ])('%s', (expected, finding) => {
    expect(told(finding)).toContain(expected);
  });
});

describe('the page', () => {
  const findings = [
    ok('platform', 'Linux'),
    warn('aws-config', `${'word '.repeat(30)}\u001b[31m`, 'mend it'),
  ];

  test('keeps its order, its width and its colours', () => {
    const [first, second] = findings;
    if (!first || !second) throw new Error('none');
    expect(inOrder([second, first])).toEqual(findings);
    const plain = page(findings, { columns: 100, colour: false, quiet: false });
    for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(plain).not.toContain('\u001b');
    expect(plain).toMatch(/^ok {4}platform {12}Linux\nwarn {2}aws-config {10}word/);
    expect(plain).toMatch(/\n {26}hint: mend it\n\n1 check ok, 1 warning, 0 failures\n$/);
    const coloured = page(findings, { columns: 100, colour: true, quiet: true });
    expect(coloured.startsWith('\u001b[33mwarn')).toBe(true);
    expect(coloured).not.toContain('Linux');
  });

  test('every check has a name of its own', () => {
    expect(new Set(CHECKS).size).toBe(CHECKS.length);
  });
});
