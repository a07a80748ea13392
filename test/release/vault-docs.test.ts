import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { KEYS, PASSPHRASE, VaultWorld } from '../support/vault-world.ts';
import { BIN } from '../support/world.ts';

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const DOCS = read('docs/vault-in-a-container.md');
const README =
  read('README.md').split('\n## aws-vault in a container\n')[1]?.split('\n## ')[0] ?? '';
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code]) => code ?? '',
  );

const world = new VaultWorld(process.execPath);
beforeAll(async () => {
  Object.assign(world.env, {
    STAND_IN_IMAGES: 'amazon/aws-cli',
    USER: 'me',
  });
  world.program('vaultrun', `exec '${process.execPath}' '${BIN}' "$@"`);
  for (const name of ['security', 'secret-tool', 'pass']) {
    world.program(name, `echo "${name} $*" >>'${world.folder}/asked'; echo '${PASSPHRASE}'`);
  }
  await world.stored('default', 'dev', 'account1');
});
afterAll(() => {
  expect(world.left()).toEqual([]);
  world.remove();
});

/** As a settings file says, but for the image, which is the stand-in's. */
const settings = (ini: string) =>
  world.write(
    'home/.config/vaultrun/config.env',
    `${ini}\nVAULTRUN_VAULT_VOLUME=test-vault-volume\n`.replace('awscli:test', 'vault-image'),
  );
const shell = (script: string) =>
  execa('/bin/sh', ['-c', script], {
    cwd: world.cwd,
    env: { ...world.env, ...KEYS },
    extendEnv: false,
    reject: false,
    input: '',
    detached: true,
  });

test('every passphrase command is run as the settings say', async () => {
  const commands = [...DOCS.matchAll(/\| `([^|]+)` \|$/gm)].map(([, command]) => `${command}`);
  const inis = [...blocks(DOCS, 'ini'), ...blocks(README, 'ini')];
  const lines = commands
    .slice(1)
    .map(command => `VAULTRUN_VAULT_IMAGE=awscli:test\nVAULTRUN_PASSPHRASE_COMMAND=${command}`);
  for (const ini of [...inis, ...lines]) {
    settings(ini);
    expect(await shell('vaultrun vault -- list --credentials')).toMatchObject({
      exitCode: 0,
      stdout: 'account1\ndefault\ndev',
    });
  }
  expect(world.read('asked')).toBe(
    [
      'security find-generic-password -a me -s vaultrun-vault -w',
      'security find-generic-password -a me -s test-vault-volume -w',
      'secret-tool lookup service vaultrun-vault',
      'security find-generic-password -a me -s vaultrun-vault -w',
      'secret-tool lookup service vaultrun-vault',
      'pass show vaultrun-vault',
      '',
    ].join('\n'),
  );
});

test('every command works as it stands', async () => {
  settings(blocks(README, 'ini')[0] ?? '');
  const lines = [...blocks(DOCS, 'sh'), ...blocks(README, 'sh')].flatMap(text =>
    text.trim().split('\n'),
  );
  expect(lines).toHaveLength(7);
  for (const line of lines) {
    const here = line
      .replace(/add dev$/, 'add dev --env')
      .replace('awscli:test', 'vault-image')
      .replace('team-vault', 'test-vault-volume')
      // The stand-in's image has no entrypoint.
      .replace('aws-cli sts', 'aws-cli echo');
    const done = await shell(here);
    expect({ line, code: done.exitCode, stderr: done.stderr }).toEqual({
      line,
      code: 0,
      stderr: '',
    });
  }
});
