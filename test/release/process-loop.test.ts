// A profile whose credential_process asks vaultrun for that same profile: a real chain of vaultrun and aws-vault (the
// stand-in, or the one that VAULTRUN_TEST_AWS_VAULT names).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, STAND_INS, World } from '../support/world.ts';

const VAULT = process.env.VAULTRUN_TEST_AWS_VAULT ?? join(STAND_INS, 'aws-vault');
/** At so many a loop is one that does not end, and is ended all the same. */
const TOO_MANY = 20;

const asking = (profile: string) =>
  `credential_process = vaultrun env --format credential-process ${profile}`;

let world: World;
let turns: string;
let started: string;
beforeEach(() => {
  world = new World();
  turns = world.write('turns', '');
  started = join(world.folder, 'started');
  world.program('docker', `touch '${started}'`);
  world.program('aws-vault', `exec '${VAULT}' "$@"`);
  world.program(
    'vaultrun',
    `echo "$*" >>'${turns}'; [ "$(wc -l <'${turns}')" -lt ${TOO_MANY} ] || exit 9; exec '${process.execPath}' '${BIN}' "$@"`,
  );
  Object.assign(world.env, {
    PATH: `${world.env.PATH}:${join(process.execPath, '..')}`,
    AWS_VAULT_BACKEND: 'file',
    AWS_VAULT_FILE_DIR: join(world.folder, 'keys'),
    AWS_VAULT_FILE_PASSPHRASE: 'right',
  });
});
afterEach(() => {
  expect(world.left()).toEqual([]);
  world.remove();
});

const config = (text: string) =>
  world.write('home/.aws/config', `[default]\nregion = eu-west-1\n${text}`);
/** The profiles that the vaultruns of the config were asked for. */
const asked = () =>
  readFileSync(turns, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => line.split(' ').at(-1));

test.each([
  ['itself', `[profile dev]\n${asking('dev')}\n`, ['dev']],
  [
    'another one, whose asks for it',
    `[profile dev]\n${asking('base')}\n[profile base]\n${asking('dev')}\n`,
    ['base', 'dev'],
  ],
  [
    'the role that it is the source of',
    `[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/dev\nsource_profile = base\n[profile base]\n${asking('dev')}\n`,
    ['dev'],
  ],
])(
  'a profile whose credential_process asks for %s: one error, and no more turns',
  async (_what, text, expected) => {
    config(text);
    for (const args of [
      ['dev', '--', 'img'],
      ['env', 'dev'],
    ]) {
      world.write('turns', '');
      const { status, stdout, stderr } = await world.run(args);
      expect({ status, stdout, asked: asked() }).toEqual({
        status: 125,
        stdout: '',
        asked: expected,
      });
      expect(
        stderr.match(/error: profile 'dev' asks vaultrun for its own credentials, without end\n/g),
      ).toHaveLength(1);
      expect(stderr).toContain("hint: name another profile in the credential_process of 'dev'\n");
      expect(existsSync(started)).toBe(false);
    }
  },
);

test('one that ends is followed: the keys of another profile, by way of vaultrun', async () => {
  config(`[profile dev]\n${asking('base')}\n[profile base]\n`);
  const keys = {
    AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE0',
    AWS_SECRET_ACCESS_KEY: 'stored/secret',
  };
  await world.run(['vault', '--', 'add', 'base', '--env', '--no-add-config'], { env: keys });
  const { status, stdout } = await world.run(['env', 'dev']);
  expect({ status, asked: asked() }).toEqual({ status: 0, asked: ['base'] });
  expect(stdout).toMatch(/^AWS_ACCESS_KEY_ID=ASIA/m);
});
