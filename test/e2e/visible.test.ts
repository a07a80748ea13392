import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { ENGINES, type EngineHere, each, machine, needing } from '../support/e2e-machine.ts';
import { NoStart } from '../support/e2e-no-start.ts';
import { descriptorsWith, family, holders, processes, scanFiles } from '../support/e2e-scan.ts';
import { Site, until } from '../support/e2e-site.ts';
import { storedSecrets } from '../support/e2e-stores.ts';

const LIVING = 'echo up; cat >/dev/null';
const PIPES = { stdio: ['pipe', 'pipe', 'pipe'] } as const;

/** Where docker's daemon keeps what it knows of its containers. */
function daemonsFolder(site: Pick<Site, 'engine'>): string {
  return `${site.engine('info', '--format', '{{.DockerRootDir}}').trim()}/containers`;
}

each('who sees a plain run', ENGINES, [20, 24], place => {
  const site = new Site(place);
  afterAll(() => site.remove());

  test('whoever may use the engine, by inspect, and nobody once the container is gone', async () => {
    const running = site.start(site.in('sh', '-c', LIVING), { stdio: [...PIPES.stdio] });
    await running.stdout.saw('up');
    const [id = ''] = site.containers();
    expect(site.engine('inspect', id)).toContain(site.secret);
    running.child.stdin?.end();
    expect((await running.ended).status).toBe(0);
    await until(() => site.containers().length === 0, 'the end of the container');
    expect(holders(site.secret)).toBe(0);
  });

  test("the user and root, through the client's descriptor, while it runs", async () => {
    const running = site.start(site.in('sh', '-c', LIVING), { stdio: [...PIPES.stdio] });
    await running.stdout.saw('up');
    const seen = family(running.pid).flatMap(({ pid }) => descriptorsWith(site.secret, pid));
    expect(seen.length).toBeGreaterThan(0);
    const other = strangerTo(place.engine);
    if (other !== undefined) {
      for (const path of seen) {
        const command = [
          `--reuid=${other}`,
          `--regid=${other}`,
          '--clear-groups',
          '--',
          'cat',
          path,
        ];
        const { status, stdout } = spawnSync('setpriv', command);
        expect({ status, read: `${stdout}` }).toEqual({ status: 1, read: '' });
      }
    }
    running.child.stdin?.end();
    await running.ended;
  });

  test('-d leaves nothing of vaultrun, and the container keeps them', async () => {
    const { status } = await site.ran(
      site.args('-d', '--network=none', machine.image, 'sleep', '60'),
    );
    expect(status).toBe(0);
    // By this site's own secret: a rootless user's runtime folder is everybody's.
    expect(scanFiles(site.secret, [`${site.env.XDG_RUNTIME_DIR}`, '/dev/shm'])).toEqual([]);
    const [id = ''] = site.containers();
    expect(site.engine('inspect', id)).toContain(site.secret);
    site.engine('kill', id);
    await until(() => site.containers().length === 0, 'the end of the container');
  });
});

/** A user of this machine who is neither root nor the one who runs the engine. */
function strangerTo({ user }: EngineHere): number | undefined {
  return user ? 65534 : 65533;
}

each('who else of the host sees it', ['docker'], [20], place => {
  test("who has the container process's user and group, through its /proc, and no other", async () => {
    const site = new Site(place);
    const words = ['--user=65533:65533', '--network=none', machine.image, 'sh', '-c', LIVING];
    const running = site.start(site.args(...words), { stdio: [...PIPES.stdio] });
    await running.stdout.saw('up');
    const [id = ''] = site.containers();
    const pid = site.engine('inspect', '--format', '{{.State.Pid}}', id).trim();
    const readBy = (user: number) => {
      const rights = [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--'];
      return `${spawnSync('setpriv', [...rights, 'cat', `/proc/${pid}/environ`]).stdout}`;
    };
    expect(readBy(65533)).toContain(site.secret);
    expect(readBy(65532)).toBe('');
    running.child.stdin?.end();
    await running.ended;
    site.remove();
  });

  test('root, in the memory of the vaultrun that stays beside it', async () => {
    const site = new Site(place);
    const running = site.start(site.in('sh', '-c', LIVING), { stdio: [...PIPES.stdio] });
    await running.stdout.saw('up');
    expect(memoryHas(running.pid, site.secret)).toBe(true);
    expect(memoryHas(running.pid, `${site.secret}!`)).toBe(false);
    running.child.stdin?.end();
    await running.ended;
    site.remove();
  });
});

/** Looks through all that a process can write to. */
function memoryHas(pid: number, text: string): boolean {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8')
      .split('\n')
      .some(line => {
        const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
        if (from === '') return false;
        const start = Number.parseInt(from, 16);
        const bytes = Buffer.alloc(Number.parseInt(to, 16) - start);
        try {
          readSync(memory, bytes, 0, bytes.length, start);
        } catch {
          // Mapped, and backed by nothing.
        }
        return bytes.includes(text);
      });
  } finally {
    closeSync(memory);
  }
}

each('what docker keeps', ['docker'], [24], place => {
  test('the variables are on the daemon’s disk while the container exists, and in a commit', async () => {
    const site = new Site(place);
    const running = site.start(site.in('sh', '-c', LIVING), { stdio: [...PIPES.stdio] });
    await running.stdout.saw('up');
    const [id = ''] = site.containers();
    const folder = daemonsFolder(site);
    expect(scanFiles(site.secret, [folder]).join()).toMatch(/config\.v2\.json/);
    const name = `${site.name()}-commit`;
    site.engine('commit', id, name);
    expect(site.engine('image', 'inspect', name)).toContain(site.secret);
    site.engine('rmi', name);
    running.child.stdin?.end();
    await running.ended;
    await until(() => site.containers().length === 0, 'the end of the container');
    expect(scanFiles(site.secret, [folder])).toEqual([]);
    site.remove();
  });
});

each('a docker client killed before it started its container', ['docker'], [24], place => {
  test('leaves one that holds the variables, on the disk and by inspect, until it is removed', async () => {
    const site = new Site(place);
    const stamp = site.write('stamp', '');
    const daemon = await NoStart.inFrontOf(site);
    const running = site.start(site.in('true'), { env: { DOCKER_HOST: daemon.host } });
    const id = await daemon.asked;
    running.child.kill('SIGKILL');
    await running.ended;
    daemon.stop();
    expect(site.engine('inspect', '--format', '{{.State.Status}}', id).trim()).toBe('created');
    expect(site.engine('inspect', id)).toContain(site.secret);
    const { files } = await storedSecrets(site, stamp);
    expect(files).toEqual([`${daemonsFolder(site)}/${id}/config.v2.json`]);
    // vaultrun takes no part in it, and its next run does not sweep it.
    await site.ran(site.in('true'));
    expect(site.engine('ps', '-aq', '--no-trunc', '--filter', 'status=created')).toContain(id);
    site.engine('rm', id);
    expect((await storedSecrets(site, stamp)).files).toEqual([]);
    site.remove();
  });
});

needing(machine.engines.get('docker'), 'an MFA code on the command line', () => {
  test('stands in argv, of vaultrun and of aws-vault', async () => {
    const engine = machine.engines.get('docker');
    const node = machine.nodes.get(20);
    if (!engine || !node) throw new Error('no docker, or no Node 20');
    const site = new Site({ engine, node });
    site.program('aws-vault', "echo asked >&2; read -r line <'go'");
    spawnSync('mkfifo', ['go'], { cwd: site.cwd });
    const running = site.start(['--mfa-token=424242', ...site.in('true')]);
    await running.stderr.saw('asked');
    const words = processes().filter(({ argv }) => argv.some(word => word.includes('424242')));
    expect(words).toHaveLength(2);
    spawnSync('sh', ['-c', 'echo >go'], { cwd: site.cwd });
    const { stderr } = await running.ended;
    expect(stderr).not.toContain('424242');
    site.remove();
  });
});
