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

/** The form for an older compose, as the guide has it. */
function shortForm(): string {
  return /`(env_file: \S+)`/.exec(documentAt('docs/makefiles.md'))?.[1] ?? '';
}

/** Makes the real compose a plugin of the site's docker. */
function addCompose(site: Pick<Site, 'home'>): void {
  const plugins = join(site.home, '.docker/cli-plugins');
  mkdirSync(plugins, { recursive: true });
  symlinkSync(compose ?? '', join(plugins, 'docker-compose'));
}

each('vaultrun exec', ['docker'], [20, 24], place => {
  const site = new Site(place);
  const bin = site.vaultrun([]);
  afterAll(() => site.remove());
  const exec = (command: string[], env: Record<string, string> = {}) =>
    site.runCommand([...bin, 'exec', 'dev', '--', ...command], { env });

  needing(compose, 'docker compose (VAULTRUN_TEST_COMPOSE)', () => {
    test('docker compose gives the variables to every service', async () => {
      addCompose(site);
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

/** What a service gets of a variable by the short form, where that is not its value. */
const READ_OTHERWISE = {
  DOLLAR: ['a $TERM-$$ b', 'a xterm-$ b'],
  UNSET: ['a${UNSET_HERE}b', 'ab'],
  AROUND: ['"all of it"', 'all of it'],
  SINGLE: ["'$TERM'", '$TERM'],
  COMMENT: ['a#b #c', 'a#b'],
} as const;
const READ_ALIKE = {
  INSIDE: `a"b" it's`,
  DOLLARS: 'a $ b$(c)5$',
  BACKSLASH: '\\n\\',
  AWS_ENV: 'base64/+==',
};

each('the short form of env_file', ['docker'], [20], place => {
  needing(compose, 'docker compose (VAULTRUN_TEST_COMPOSE)', () => {
    const site = new Site(place);
    afterAll(async () => {
      await site.runCommand(['docker', 'compose', 'down']);
      site.remove();
    });
    const names = [...Object.keys(READ_OTHERWISE), ...Object.keys(READ_ALIKE)];
    const passed = names.flatMap(name => ['--pass', name]);
    const up = (env: Record<string, string>) =>
      site.ran(['exec', ...passed, 'dev', '--', 'docker', 'compose', 'up', '--no-color'], { env });
    const service = (name: string, yaml: string) => `  ${name}:
    image: ${machine.image}
    network_mode: none
    ${yaml.replaceAll('\n', '\n    ')}
    command: sh -c 'env; sleep 1'
`;
    beforeAll(() => {
      addCompose(site);
      const services = [
        service('one', shortForm()),
        service('two', shortForm().replace(': ', ':\n  - ')),
        service('raw', readmeYaml()),
      ];
      site.write('work/compose.yaml', `services:\n${services.join('')}`);
    });

    test('gives every service the credentials, and reads some other values in its own way', async () => {
      const given = {
        ...Object.fromEntries(
          Object.entries(READ_OTHERWISE).map(([name, [value]]) => [name, value]),
        ),
        ...READ_ALIKE,
      };
      const read = Object.entries(READ_OTHERWISE).map(([name, [, value]]) => [name, value]);
      const { stdout, stderr, status } = await up(given);
      expect({ stderr: stderr.match(/^.*(?:error|fail).*$/gim), status }).toEqual({
        stderr: null,
        status: 0,
      });
      const credentials = { ...CREDENTIALS, AWS_SECRET_ACCESS_KEY: site.secret };
      const { AWS_VAULT: _, ...inside } = credentials;
      const raw = { ...inside, ...given };
      const short = { ...raw, ...Object.fromEntries(read) };
      expect(environmentIn(stdout, 'raw', raw)).toEqual(raw);
      expect(environmentIn(stdout, 'one', raw)).toEqual(short);
      expect(environmentIn(stdout, 'two', raw)).toEqual(short);
    }, 120_000);

    test('starts nothing for a value with a quote that is left open', async () => {
      const { stdout, stderr, status } = await up({ AROUND: '"open' });
      expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
      expect(stderr).toMatch(/unterminated quoted value "open/);
      expect(stderr).not.toContain(site.secret);
    }, 120_000);
  });
});

/** Of a service's variables, as it printed them under compose, those of these names. */
function environmentIn(stdout: string, service: string, names: object): Record<string, string> {
  const lines = stdout.matchAll(new RegExp(`^${service}-1 +\\| (\\w+)=(.*)$`, 'gm'));
  return Object.fromEntries(
    [...lines]
      .map(([, name = '', value = '']) => [name, value])
      .filter(([name = '']) => name in names),
  );
}

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
