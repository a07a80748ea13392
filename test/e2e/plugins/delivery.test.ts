import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { each, machine, needing } from '../../support/e2e-machine.ts';
import { Site } from '../../support/e2e-site.ts';
import { blocksOf, documentAt } from '../../support/recipes.ts';
import { BIN, CREDENTIALS } from '../../support/world.ts';

const compose = process.env.VAULTRUN_TEST_COMPOSE;
const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** What compose would not leave as it is, were the file not raw. */
const INTERPRETED = `a $HOME \${x} "b" 'c' #d`;

/** The env_file of a service. */
function readmeYaml(): string {
  const yaml = blocksOf(documentAt('README.md')).find(({ language }) => language === 'yaml');
  return yaml?.code.trimEnd() ?? '';
}

each('vaultrun exec', ['docker'], [20, 24], place => {
  const site = new Site(place);
  const bin = site.vaultrun([]);
  afterAll(() => site.remove());
  const exec = (command: string[], env: Record<string, string> = {}) =>
    site.runCommand([...bin, 'exec', 'dev', '--', ...command], { env });

  needing(compose, 'docker compose (VAULTRUN_TEST_COMPOSE)', () => {
    test('docker compose gives the variables to every service', async () => {
      const plugins = join(site.home, '.docker/cli-plugins');
      mkdirSync(plugins, { recursive: true });
      symlinkSync(compose ?? '', join(plugins, 'docker-compose'));
      const service = (name: string) =>
        [
          `  ${name}:`,
          `    image: ${machine.image}`,
          '    network_mode: none',
          // As the README has it.
          `    ${readmeYaml().replaceAll('\n', '\n    ')}`,
          `    command: sh -c 'echo "${name} has $$AWS_SECRET_ACCESS_KEY in $$AWS_REGION of $$AWS_ENV"; sleep 1'`,
        ].join('\n');
      site.write('work/compose.yaml', `services:\n${service('one')}\n${service('two')}\n`);
      const up = await exec(['docker', 'compose', 'up', '--no-color'], { AWS_ENV: INTERPRETED });
      expect(up.stderr + up.stdout).toMatch(/one has .*eu-west-1/);
      for (const name of ['one', 'two']) {
        expect(up.stdout).toContain(`${name} has ${site.secret} in eu-west-1 of ${INTERPRETED}`);
      }
      expect(up.status).toBe(0);
      await exec(['docker', 'compose', 'down']);
    }, 120_000);
  });

  needing(kubectl, 'kubectl', () => {
    test('kubectl makes a secret of the file', async () => {
      const words =
        'kubectl create secret generic aws --from-env-file={env-file} --dry-run=client -o json';
      const { stdout, stderr, status } = await exec(words.split(' '));
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const { data } = JSON.parse(stdout);
      expect(Buffer.from(data.AWS_SECRET_ACCESS_KEY, 'base64').toString()).toBe(site.secret);
      expect(Object.keys(data).sort()).toEqual(Object.keys(CREDENTIALS).sort());
    });
  });

  needing(machine.engines.get('podman'), 'podman', () => {
    test('podman build takes the credentials file as a build secret', async () => {
      site.write(
        'work/Dockerfile',
        `FROM ${machine.image}\nRUN --mount=type=secret,id=aws cat /run/secrets/aws >/seen && head -c 40 /seen && rm /seen\n`,
      );
      const { stdout, stderr, status } = await exec([
        'podman',
        'build',
        '--no-cache',
        '--network=none',
        '-t',
        'vaultrun-e2e-built',
        '--secret',
        'id=aws,src={credentials-file}',
        '.',
      ]);
      expect(stdout + stderr).toContain('[default]\naws_access_key_id = ASIA');
      expect(status).toBe(0);
      spawnSync('podman', ['image', 'rm', '-f', 'vaultrun-e2e-built']);
    }, 120_000);
  });
});

each('vaultrun env', ['docker'], [20], place => {
  const site = new Site(place);
  afterAll(() => site.remove());

  needing(machine.awsImage && machine.sts, 'the aws CLI and an STS', () => {
    test('is a credential_process of the real aws CLI', async () => {
      const json = { Version: 1, AccessKeyId: 'AKIAQEXAMPLEDEFAULT2', SecretAccessKey: 'inner' };
      site.write('inner.json', JSON.stringify(json));
      const bin = '/node /vaultrun/vaultrun.cjs env --format credential-process';
      site.write(
        'config',
        `[profile outer]\nregion = eu-west-1\ncredential_process = ${bin} --credential-process "cat /site/inner.json"\n`,
      );
      const mounts = [
        [site.folder, '/site'],
        [join(BIN, '..'), '/vaultrun'],
        [place.node.path, '/node'],
      ].flatMap(([from, to]) => ['--mount', `type=bind,src=${from},dst=${to},readonly`]);
      const aws = [
        'aws',
        '--profile',
        'outer',
        '--endpoint-url',
        machine.sts ?? '',
        'sts',
        'get-caller-identity',
      ];
      const { stdout, stderr, status } = await site.runCommand([
        'docker',
        'run',
        '--rm',
        '--network=host',
        '-e',
        'AWS_CONFIG_FILE=/site/config',
        ...mounts,
        machine.awsImage ?? '',
        ...aws,
      ]);
      expect({ stderr: stderr.replace(/^vaultrun: .*\n/gm, ''), status }).toEqual({
        stderr: '',
        status: 0,
      });
      expect(JSON.parse(stdout)).toHaveProperty('Account');
    }, 120_000);
  });
});
