import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { each, machine, needing } from '../../support/e2e-machine.ts';
import { changedFilesWith } from '../../support/e2e-scan.ts';
import { Site } from '../../support/e2e-site.ts';

/** Older, and a client of BuildKit by itself. */
const DEBIANS = '/usr/bin/docker';
const buildx = process.env.VAULTRUN_TEST_BUILDX;

each('docker build with BuildKit', ['docker'], [20, 24], place => {
  const site = new Site(place);
  afterAll(() => site.remove());

  needing(buildx, 'docker buildx (VAULTRUN_TEST_BUILDX)', () => {
    test.each(['docker', ...(existsSync(DEBIANS) ? [DEBIANS] : [])])(
      '%s takes the credentials file as a secret',
      async docker => {
        const plugins = join(site.home, '.docker/cli-plugins');
        mkdirSync(plugins, { recursive: true });
        const plugin = join(plugins, 'docker-buildx');
        if (!existsSync(plugin)) symlinkSync(`${buildx}`, plugin);
        const stamp = site.write('tmp/stamp', '');
        const proof = 'sha256sum </run/secrets/aws >/proof';
        site.write(
          'work/Dockerfile',
          `FROM ${machine.image}\nRUN --mount=type=secret,id=aws ${proof} && cat /proof\n`,
        );
        const exec = (...command: string[]) =>
          site.ran(['exec', '-q', 'dev', '--', ...command], { env: { DOCKER_BUILDKIT: '1' } });
        const sum = await exec('sha256sum', '{credentials-file}');
        const [hash = ''] = sum.stdout.split(' ');
        expect(hash).toMatch(/^[0-9a-f]{64}$/);

        const built = `${site.name()}-built`;
        const flags = ['--progress=plain', '--no-cache', '--network=none', '-t', built];
        const secret = ['--secret', 'id=aws,src={credentials-file}'];
        const { status, stdout, stderr } = await exec(docker, 'build', ...flags, ...secret, '.');
        expect({ status, log: stdout + stderr }).toEqual({
          status: 0,
          log: expect.stringContaining(hash),
        });
        expect(stdout + stderr).not.toContain(site.secret);
        expect(site.engine('run', '--rm', '--network=none', built, 'cat', '/proof')).toContain(
          hash,
        );
        const root = site.engine('info', '--format', '{{.DockerRootDir}}').trim();
        expect(await changedFilesWith([site.secret], [root, '/run/docker'], stamp)).toEqual([]);
        site.engine('rmi', built);
      },
    );
  });
});
