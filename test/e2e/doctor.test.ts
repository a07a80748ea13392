import { statSync } from 'node:fs';
import { CHECKS, type Finding } from '../../lib/doctor/finding.ts';
import { BOTH_WAYS, ENGINES, each, machine, type Place } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';
import { CREDENTIALS } from '../support/world.ts';

const { image, sts } = machine;
const DEEP = ['credentials', 'container', 'clock', 'network'];
/** Read a second late, a clock is a second off; what differs more is a warning, and shows beside. */
const CLOCKS =
  /^container and host (?:agree|are \d s apart); host and AWS (?:agree|are \d s apart)$/;

/** A site whose aws-vault tells its version too, and that has a config. */
function healthy(place: Place): Site {
  const site = new Site(place);
  const answer = Object.entries({ ...CREDENTIALS, AWS_SECRET_ACCESS_KEY: site.secret });
  site.write('answer', answer.map(([name, value]) => `${name}=${value}\n`).join(''));
  site.program(
    'aws-vault',
    `[ "$1" = --version ] && exec echo v7.13.5 >&2
exec cat '${site.folder}/answer'`,
  );
  const config = '[default]\nregion = eu-west-1\n[profile dev]\n';
  Object.assign(site.env, {
    AWS_CONFIG_FILE: site.write('config', config),
    AWS_VAULT_BACKEND: 'op',
    // In memory, as a login's is.
    ...(place.engine.user ? {} : { XDG_RUNTIME_DIR: '/dev/shm' }),
  });
  return site;
}

async function report(site: Site, args: readonly string[], env: Record<string, string> = {}) {
  const own = ['doctor', '--json', `--engine=${site.place.engine.program}`, ...args];
  const { stdout, stderr, status } = await site.ran(own, { env });
  expect(stderr).toMatch(/^(?:vaultrun: asking aws-vault for credentials\n)?$/);
  expect(stdout + stderr).not.toContain(site.secret);
  const findings: Finding[] = JSON.parse(stdout);
  const bad = findings.filter(finding => finding.status !== 'ok');
  expect(status).toBe(bad.some(finding => finding.status === 'fail') ? 1 : 0);
  return {
    findings,
    bad,
    detail: (check: string) => findings.find(f => f.check === check)?.detail,
  };
}

function examined(place: Place): void {
  let site: Site;
  beforeAll(() => {
    site = healthy(place);
  });
  afterAll(() => {
    // Whatever was thrown away is gone.
    expect(site.engine('ps', '-aq', '--filter', 'label=vaultrun.doctor')).toBe('');
    site.remove();
  });

  test('--deep goes the whole way where all is well, and says so', async () => {
    const env = { AWS_ENDPOINT_URL: `${sts}` };
    const args = ['--deep', 'dev', '--', '--network=host', image, 'sh'];
    const { bad, detail, findings } = await report(site, args, env);
    const inMemory = statSync(site.env.XDG_RUNTIME_DIR ?? '').dev === statSync('/dev/shm').dev;
    expect(bad.filter(({ check }) => inMemory || check !== 'runtime-folder')).toEqual([]);
    expect(findings).toHaveLength(26);
    expect(detail('engine')).toContain(`${place.engine.program} `);
    expect(detail('daemon')).toMatch(/^answers \(\d+\.\d+/);
    expect(detail('daemon')).toContain(place.engine.user ? 'rootless' : "root's rights");
    expect(detail('env-file')).toMatch(
      place.node.replaces ? /becomes the engine$/ : /stays beside/,
    );
    expect(detail('image')).toBe(`${image} is there`);
    expect(DEEP.map(detail)).toEqual([
      'a session',
      `${image} ran, and the credentials are whole in it`,
      expect.stringMatching(CLOCKS),
      `the container reaches ${sts?.replace('http://', '')}`,
    ]);
  });

  test('--deep sees that a container reaches no loopback endpoint, and that an image is not there', async () => {
    const env = { AWS_ENDPOINT_URL: `${sts}` };
    const [deep, missing] = await Promise.all([
      report(site, ['--deep', 'dev', '--', '--network=none', image], env),
      report(site, ['dev', '--', '--pull=never', 'nothing-here:e2e']),
    ]);
    expect(deep.bad.filter(({ check }) => check !== 'runtime-folder')).toMatchObject([
      { check: 'endpoint', status: 'warn' },
      { check: 'network', status: 'fail', detail: expect.stringContaining('and the host does') },
    ]);
    expect(missing.bad.filter(({ check }) => check !== 'runtime-folder')).toMatchObject([
      { check: 'image', status: 'fail', detail: expect.stringContaining('is not there') },
    ]);
  });
}

each('doctor', ENGINES, BOTH_WAYS, examined);

each('doctor of a broken docker', ['docker'], [20], place => {
  let site: Site;
  beforeAll(() => {
    site = healthy(place);
  });
  afterAll(() => site.remove());

  test.each([
    ['unix:///nowhere/docker.sock', 'unix:///nowhere/docker.sock'],
    ['tcp://127.0.0.1:9', 'tcp://127.0.0.1:9'],
  ])('no daemon answers at %s', async (address, shown) => {
    const { bad } = await report(site, ['dev', '--', image], { DOCKER_HOST: address });
    expect(bad.map(({ check }) => check)).toEqual(['daemon', 'image']);
    expect(bad[0]).toMatchObject({
      status: 'fail',
      detail: `docker's daemon does not answer at ${shown}`,
      hint: expect.stringMatching(/^DOCKER_HOST=.* is set: correct or unset it; else start it: /),
    });
    const deep = await report(site, ['--deep', 'dev'], { DOCKER_HOST: address });
    expect(deep.bad.map(({ check }) => check)).toEqual(['daemon', 'container']);
  });

  test("a user who may not talk to root's daemon", async () => {
    const user = machine.engines.get('rootless podman')?.user;
    if (!user) throw new Error('this machine lacks an ordinary user');
    const other = healthy({ ...place, engine: { ...place.engine, user } });
    const { bad } = await report(other, ['dev']);
    const daemon = bad.find(({ check }) => check === 'daemon');
    expect(daemon).toMatchObject({
      status: 'fail',
      hint: expect.stringMatching(/docker group|usermod/),
    });
    expect(daemon?.detail).toMatch(
      /^this user may not talk to docker's daemon.*\(permission denied\)$/,
    );
    // As the README has it.
    const run = await other.ran(['dev', '--', image, 'true']);
    expect([125, 126]).toContain(run.status);
    // It has no container to remove, and may not ask.
    other.engine = () => '';
    other.remove();
  });
});

test('the findings are of known checks', () => {
  expect(CHECKS).toEqual(expect.arrayContaining(DEEP));
});
