import { mayBeSet, setClock } from '../../support/e2e-clock.ts';
import { machine, needing, type Place } from '../../support/e2e-machine.ts';
import { answers, endOf, FreshSite } from '../../support/e2e-refresh.ts';
import { until } from '../../support/e2e-site.ts';

// Of two minutes, as a machine's clock jumps that wakes up, or that is set right.
const JUMP = 120;
const LIFE = 18;
/** At the latest a third of its life before its end a set is due; then a source has to be started. */
const RENEWED_MS = 17_000;

/** A container that asks its helper twice a second, without a clock of its own that could end it. */
const LINE = `trap exit TERM; while sleep 0.5; do
  at=$(busybox date -u +%FT%TZ); answer=$(sh /run/vaultrun/get 2>&1); echo "at $at $answer"
done`;

interface Watched {
  title: string;
  site: FreshSite;
  /** every answer so far: when by the container's clock, and the end of its set by the source's; NaN: none */
  all: () => { at: number; end: number }[];
  end: () => Promise<{ stderr: string }>;
}

function attached(title: string, place: Place): Watched {
  const site = new FreshSite(place, LIFE);
  const running = site.start(site.freshIn(LINE));
  const end = () => {
    running.child.kill('SIGTERM');
    return running.ended;
  };
  return { title, site, all: () => answers(running), end };
}

/** One that a refresher of its own keeps fresh. */
async function detached(title: string, place: Place): Promise<Watched> {
  const site = new FreshSite(place, LIFE);
  const name = site.name();
  const started = await site.ran(site.freshIn(LINE, '-d', '--name', name));
  expect(started).toMatchObject({ status: 0, stderr: '' });
  const all = () => {
    const lines = site.engine('logs', name).split('\n');
    return lines
      .filter(line => line.startsWith('at '))
      .map(line => ({ at: Date.parse(line.split(' ')[1] ?? ''), end: endOf(line) }));
  };
  const end = async () => {
    site.engine('rm', '-f', name);
    await site.idle();
    return { stderr: '' };
  };
  return { title, site, all, end };
}

function place(name: 'docker' | 'podman' | 'rootless podman', major: 20 | 24): Place {
  const engine = machine.engines.get(name);
  const node = machine.nodes.get(major);
  if (!engine || !node) throw new Error(`this machine lacks ${name} or Node ${major}`);
  return { engine, node };
}

needing(mayBeSet(), 'the clock of the machine jumps beside real containers', () => {
  let watched: Watched[] = [];
  beforeAll(async () => {
    watched = [
      attached('docker', place('docker', 20)),
      attached('rootless podman', place('rootless podman', 24)),
      await detached('docker -d', place('docker', 20)),
    ];
  });
  afterEach(() => setClock(0));
  afterAll(() => setClock(0));

  const newest = ({ all }: Watched) => all().findLast(({ end }) => end > 0)?.end ?? 0;
  /** How long each took to give other credentials than those it has now, in real milliseconds. */
  const renewals = () => {
    const began = performance.now();
    return Promise.all(
      watched.map(async each => {
        const known = newest(each);
        await until(() => newest(each) !== known && newest(each) > 0, `${each.title}'s`, 300);
        return performance.now() - began;
      }),
    );
  };
  /** By the clock of the moment no set that was handed out had ended. */
  const noneExpired = () => {
    for (const { all } of watched) {
      for (const { at, end } of all()) if (end) expect(end).toBeGreaterThan(at);
    }
  };

  test('forward, past the end of every set: never an expired one, and soon fresh ones', async () => {
    // No source is being asked at the moment of the jump: what it gives would be of the old time.
    const young = (each: Watched) => newest(each) - Date.now() > LIFE * 500;
    await until(() => watched.every(young), 'sets of which none is due', 300);
    setClock(JUMP);
    const began = performance.now();
    const fresh = (each: Watched) => until(() => newest(each) > Date.now(), `${each.title}'s`, 300);
    await Promise.all(watched.map(fresh));
    expect(performance.now() - began).toBeLessThan(RENEWED_MS / 2);
    noneExpired();
  });

  test('back, so that every set seems to live for two minutes more: renewed before its real end', async () => {
    // The clock is right again, and the sets of the last test seem to be of the future.
    for (const took of await renewals()) expect(took).toBeLessThan(RENEWED_MS);
    setClock(-JUMP);
    for (const took of await renewals()) expect(took).toBeLessThan(RENEWED_MS);
    // What is new is in use, though it seems to end before the old.
    for (const took of await renewals()) expect(took).toBeLessThan(RENEWED_MS);
    noneExpired();
  }, 120_000);

  test('nobody was told of a failure, and nothing is left', async () => {
    const endings = await Promise.all(watched.map(({ end }) => end()));
    for (const { stderr } of endings) expect(stderr).not.toMatch(/error/);
    for (const { site } of watched) {
      expect(site.left()).toEqual([]);
      site.remove();
    }
  });
});
