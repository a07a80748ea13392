import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { each, machine, needing } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';
import { CREDENTIALS } from '../support/world.ts';

const compose = process.env.VAULTRUN_TEST_COMPOSE;
const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

each('vaultrun exec', ['docker'], [20, 24], place => {
  const site = new Site(place);
  const bin = site.vaultrun([]);
  afterAll(() => site.remove());
  const exec = (command: string[]) => site.runCommand([...bin, 'exec', 'dev', '--', ...command]);

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
          '    env_file: ${VAULTRUN_ENV_FILE}',
          `    command: sh -c 'echo "${name} has $$AWS_SECRET_ACCESS_KEY in $$AWS_REGION"'`,
        ].join('\n');
      site.write('work/compose.yaml', `services:\n${service('one')}\n${service('two')}\n`);
      const up = await exec(['docker', 'compose', 'up', '--no-color']);
      expect(up.stderr + up.stdout).toMatch(/one has .*eu-west-1/);
      for (const name of ['one', 'two']) {
        expect(up.stdout).toContain(`${name} has ${site.secret} in eu-west-1`);
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
