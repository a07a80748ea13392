import { chmodSync } from 'node:fs';
import { beside, machine, needing } from '../support/e2e-machine.ts';
import { VaultFreshSite } from '../support/e2e-refresh.ts';
import { blocksOf, documentAt } from '../support/recipes.ts';

const { sts, image } = machine;
const GET = 'sh /run/vaultrun/get';

/** The commands of the guide that run a container, in their order. */
const [foreground = '', background = '', shellless = ''] = blocksOf(documentAt('docs/refresh.md'))
  .filter(({ language }) => language === 'sh')
  .map(({ code }) => code);

needing(sts, 'docs/refresh.md with the real docker', () => {
  beside('its commands work, with an image of this machine', ['docker'], [24], async place => {
    const site = await VaultFreshSite.start(place, 3600);
    site.program('vaultrun', `exec ${site.vaultrun([]).join(' ')} -q "$@"`);
    // As the guide's images, and found again by the label.
    site.program(
      'docker',
      `PATH='/usr/local/bin:/usr/bin:/bin'
[ "$1 $2" != 'run --rm' ] || { shift; set -- run --label ${site.label} --network=none "$@"; }
exec docker "$@"`,
    );
    for (const [job, line] of [
      ['a-long-job', GET],
      ['work-for-days', 'exec sleep 600'],
    ] as const) {
      chmodSync(site.write(`work/${job}`, `#!/bin/sh\n${line}\n`), 0o755);
    }
    const shown = (code: string) => site.runCommand(['/bin/sh', '-c', code]);

    expect(foreground).toMatch(/^vaultrun --refresh dev -- .* myimage \.\/a-long-job\n$/);
    const job = await shown(foreground.replace('myimage', image));
    expect(job).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(job.stdout)).toMatchObject({ SessionToken: expect.stringMatching(/\.\d+$/) });
    expect(site.left()).toEqual([]);

    expect(background).toMatch(
      /^vaultrun --refresh dev -- -d --name worker .*myimage \S+for-days\n$/,
    );
    const name = site.name();
    const days = await shown(background.replace('worker', name).replace('myimage', image));
    expect(days).toMatchObject({ status: 0, stderr: '' });
    expect(site.engine('exec', name, ...GET.split(' '))).toContain('"SessionToken"');
    expect(site.refreshers()).toHaveLength(1);
    site.engine('kill', name);
    await site.idle();

    expect(shellless).toMatch(/^vaultrun --refresh --busybox-image \S+ dev -- distroless-image\n$/);
    const bare = `${site.name()}-bare`;
    const command = `--change 'CMD ["/busybox", "ash", "-c", "${GET}"]'`;
    const build = `mkdir root && cp /bin/busybox root/ && tar -C root -c busybox | docker import ${command} - ${bare}`;
    expect((await shown(build)).status).toBe(0);
    const without = await shown(
      shellless.replace(/busybox-image \S+/, `busybox-image ${image}`).replace(/\S+\n$/, bare),
    );
    site.engine('rmi', bare);
    expect(without).toMatchObject({ status: 0, stderr: '' });
    expect(without.stdout).toContain('"SessionToken"');
    site.remove();
  });
});
