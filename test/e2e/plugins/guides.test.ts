import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { each, machine, needing } from '../../support/e2e-machine.ts';
import { Site } from '../../support/e2e-site.ts';
import { blocksOf, documentAt } from '../../support/recipes.ts';

const compose = process.env.VAULTRUN_TEST_COMPOSE;

/** The last block of a language in a guide, with the image and the command that this machine has. */
function block(language: string, guide: string): string {
  const code = blocksOf(documentAt(guide)).findLast(each => each.language === language)?.code ?? '';
  return code
    .replace('image: terraform-image', `image: ${machine.image}\n    network_mode: none`)
    .replace('terraform plan', 'terraform env');
}

needing(compose, 'docs/makefiles.md with the real docker compose', () => {
  each('make, compose and .env', ['docker'], [24], place => {
    const site = new Site(place);
    afterAll(() => site.remove());

    test('the service gets the credentials of the profile that .env names, and nothing without', async () => {
      const plugins = join(site.home, '.docker/cli-plugins');
      mkdirSync(plugins, { recursive: true });
      symlinkSync(compose ?? '', join(plugins, 'docker-compose'));
      site.program('vaultrun', `exec ${site.vaultrun([]).join(' ')} "$@"`);
      // The account that the guide's .env pins stands in the id.
      site.vault({ AWS_ACCESS_KEY_ID: 'ASIABZPUZDIKAAEXAMPL' });
      const guide = 'docs/makefiles.md';
      site.write('work/.env', block('ini', guide));
      site.write('work/compose.yaml', block('yaml', guide));
      site.write('work/Makefile', block('make', guide));
      const value = `a $HOME "b" 'c' #d`;
      const options = { env: { AWS_ENV: value } };
      const { stdout, stderr, status } = await site.runCommand(['make', 'deploy'], options);
      expect({ status, stdout, stderr }).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^STAGE=test$/m),
      });
      expect(stdout).toContain(`\nAWS_SECRET_ACCESS_KEY=${site.secret}\n`);
      expect(stdout).toContain(`\nAWS_ENV=${value}\n`);
      expect(stderr).toMatch(/^vaultrun: profile 'dev' is the choice of this folder's \.env$/m);
      const words = ['docker', 'compose', 'run', '--rm', 'terraform', 'env'];
      const without = await site.runCommand(words);
      expect(without.stdout).toMatch(/^STAGE=test$/m);
      expect(without.stdout).not.toContain('AWS_');
      await site.runCommand(['docker', 'compose', 'down']);
    }, 120_000);
  });
});
