import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expectShown } from '../support/demo.ts';
import { each } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const DEMO = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

each('the demo', ['docker'], [20], place => {
  test('with the real engine says so, shows all steps and leaves nothing', async () => {
    const site = new Site(place);
    const { stdout, stderr, status } = await site.runCommand([place.node.path, DEMO]);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout).toMatch(
      /^engine: docker, the real one, with image \S+; vault: the bundled stand-in for aws-vault, with throwaway keys\n/,
    );
    expectShown(stdout);
    expect(readdirSync(site.tmp)).toEqual([]);
    expect(site.left()).toEqual([]);
    site.remove();
  });
});
