import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { alias } from '../../../lib/init/alias.ts';
import { each, machine, needing } from '../../support/e2e-machine.ts';
import { Site } from '../../support/e2e-site.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { BIN } from '../../support/world.ts';

const compose = process.env.VAULTRUN_TEST_COMPOSE;

each('vaultrun init', ['docker'], [20], place => {
  const site = new Site(place);
  beforeAll(() => {
    const bin = site.vaultrun([]).map(word => `'${word}'`);
    site.program('vaultrun', `exec ${bin.join(' ')} "$@"`);
    Object.assign(site.env, { VAULTRUN_ENGINE: 'docker', VAULTRUN_QUIET: 'true' });
  });
  afterAll(() => site.remove());
  const init = async (...words: string[]) => (await site.ran(['init', ...words])).stdout;

  test('make starts real containers, by dash, bash and zsh', async () => {
    site.write('work/Makefile', await init('make', 'my dev', machine.image));
    for (const shell of ['dash', 'bash', 'zsh']) {
      const words = ['-j2', `SHELL=/bin/${shell}`, 'plan'];
      const planned = await site.runCommand(['make', ...words]);
      // The image has no `plan`: the container was made, and says so.
      expect(planned.stderr).toMatch(/"plan": executable file not found/);
      const line = 'echo "env | grep SECRET" | make -s shell';
      const { stdout, status } = await site.runCommand([shell, '-c', line]);
      expect({ stdout, status }).toEqual({
        stdout: `AWS_SECRET_ACCESS_KEY=${site.secret}\n`,
        status: 0,
      });
    }
  });

  needing(spawnSync('zsh', ['--version']).status === 0, 'zsh', () => {
    test('alias works in zsh, whatever the names', async () => {
      site.write('aliases.sh', await init('alias', "it's mine", machine.image));
      const call = `. ../aliases.sh; it_s_mine_${machine.image} sh -c 'pwd; env'; with_it_s_mine ${machine.image} true`;
      for (const shell of ['zsh', 'bash', 'dash']) {
        const { stdout, status } = await site.runCommand([shell, '-c', call]);
        expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
        expect(stdout).toMatch(/^\/work\n/);
        expect(status).toBe(0);
      }
      const texts = HOSTILE.map(name => alias({ profile: name, image: name, profiles: new Map() }));
      const calls = texts.map(text => `${text}${/^with_\w+/m.exec(text)?.[0]} x`).join('\n');
      site.write('hostile.sh', calls);
      const { stdout } = await site.runCommand([
        'zsh',
        '-c',
        'vaultrun() { print -r -- "$1" }; . ../hostile.sh',
      ]);
      expect(stdout).toBe(HOSTILE.map(name => `${name}\n`).join(''));
    });
  });

  needing(compose, 'docker compose (VAULTRUN_TEST_COMPOSE)', () => {
    test('compose hands the credentials to a service, and starts nothing without them', async () => {
      const plugins = join(site.home, '.docker/cli-plugins');
      mkdirSync(plugins, { recursive: true });
      symlinkSync(compose ?? '', join(plugins, 'docker-compose'));
      const snippet = await init('compose', "it's $HOME", machine.image);
      site.write('work/compose.yaml', snippet);
      const how = /^# .*: vaultrun (exec .* -- docker compose) up$/m.exec(snippet)?.[1];
      const command = `vaultrun ${how} run --rm -T --label ${site.label} app env`;
      const value = `a $HOME "b" 'c' #d`;
      const { stdout, stderr, status } = await site.runCommand(['sh', '-c', command], {
        env: { AWS_ENV: value },
      });
      expect(stdout + stderr).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
      expect(stdout).toContain(`AWS_ENV=${value}\n`);
      expect(status).toBe(0);
      const bare = await site.runCommand(['docker', 'compose', 'up']);
      expect(bare.status).not.toBe(0);
      expect(bare.stderr).toMatch(/VAULTRUN_ENV_FILE.* not set.*env file .*not found/s);
      expect(bare.stdout).toBe('');
      expect((await site.runCommand(['docker', 'compose', 'down'])).status).toBe(0);

      // What YAML or compose would change arrives as it is.
      for (const image of ['a: "b" #c', '${HOME}$x', "it's", '? x', '\\n']) {
        site.write('work/compose.yaml', await init('compose', 'dev', image));
        const config =
          'vaultrun exec dev -- docker compose config --format json --no-env-resolution';
        const read = await site.runCommand(['sh', '-c', config]);
        // compose writes a dollar as two again.
        expect(JSON.parse(read.stdout).services.app.image.replaceAll('$$', '$')).toBe(image);
      }
    }, 120_000);
  });

  needing(machine.awsImage && machine.sts, 'the aws CLI and an STS', () => {
    test.each(['dev', "it's #1 ; $x"])(
      'credential-process serves the real aws CLI for %s',
      async profile => {
        site.write('config', '[default]\nregion = eu-west-1\n');
        const own = { env: { AWS_CONFIG_FILE: join(site.folder, 'config') } };
        const { stdout: snippet } = await site.ran(['init', 'credential-process', profile], own);
        site.write('config', `[default]\nregion = eu-west-1\n${snippet}`);
        const how = /^# .*: (aws --profile \S+ )sts get-caller-identity$/m.exec(snippet)?.[1] ?? '';
        site.program('vaultrun', 'exec /node /vaultrun/vaultrun.cjs "$@"');
        const mounts = [
          [site.folder, site.folder],
          [join(BIN, '..'), '/vaultrun'],
          [place.node.path, '/node'],
        ].flatMap(([from, to]) => ['--mount', `type=bind,src=${from},dst=${to},readonly`]);
        const { stdout, stderr, status } = await site.runCommand([
          ...['docker', 'run', '--rm', '--network=host', '--label', site.label],
          ...['-e', `AWS_CONFIG_FILE=${site.folder}/config`, '-e', `PATH=${site.env.PATH}`],
          ...[...mounts, machine.awsImage ?? '', 'sh', '-c'],
          `${how} --endpoint-url ${machine.sts} sts get-caller-identity`,
        ]);
        expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
        expect(JSON.parse(stdout)).toHaveProperty('Account');
      },
      60_000,
    );
  });

  test('nothing is left', () => {
    expect(site.containers()).toEqual([]);
    expect(site.left()).toEqual([]);
  });
});
