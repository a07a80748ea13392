import { changedFilesWith, processes } from './e2e-scan.ts';
import { type Site, until } from './e2e-site.ts';

/** Where an engine keeps its images and containers, on the disk and for as long as they run. */
export function storesOf(site: Pick<Site, 'engine' | 'place'>): string[] {
  const { program, user } = site.place.engine;
  if (program === 'docker') {
    return [site.engine('info', '--format', '{{.DockerRootDir}}').trim(), '/run/docker'];
  }
  const format = '{{.Store.GraphRoot}} {{.Store.RunRoot}}';
  const stores = site.engine('info', '--format', format).trim().split(' ');
  return user ? [...stores, `${user.runtime}/libpod`] : stores;
}

/**
 * The engines' own databases (containerd's below docker, and podman's), in which what was deleted stands until the
 * room is needed, whoever has run the container.
 */
const DATABASE = /\/(?:meta\.db|bolt_state\.db|db\.sql(?:-wal|-journal)?)$/;

/** The files of the engine's stores that have changed since a file was made and hold the site's secret. */
export async function storedSecrets(
  site: Pick<Site, 'engine' | 'place' | 'secret'>,
  since: string,
): Promise<{ databases: string[]; files: string[] }> {
  const found = await changedFilesWith([site.secret], storesOf(site), since);
  return {
    databases: found.filter(file => DATABASE.test(file)),
    files: found.filter(file => !DATABASE.test(file)),
  };
}

/** The ids of the containers that are left once neither a client nor the engine does anything with one of them. */
export async function settled(
  site: Pick<Site, 'engine' | 'label' | 'containers'>,
): Promise<string[]> {
  const clients = () => processes().some(({ argv }) => argv.includes(site.label));
  await until(() => !clients(), 'the end of the clients', 100);
  const filter = ['--filter', `label=${site.label}`, '--format', '{{.ID}} {{.State}}'];
  let before: string | undefined;
  const rests = () => {
    const now = site.engine('ps', '-a', ...filter);
    const same = now === before;
    before = now;
    return same && !/running|removing|stopping/i.test(now);
  };
  await until(rests, 'the end of the containers', 500);
  return site.containers();
}

/** Removes the site's containers; podman may fail at one whose making was broken off, and has it half done then. */
export async function removeAll(site: Pick<Site, 'containers' | 'engine'>): Promise<void> {
  const gone = () => {
    try {
      for (const id of site.containers()) site.engine('rm', '-f', id);
    } catch {
      return false;
    }
    return site.containers().length === 0;
  };
  await until(gone, 'the end of what the engine had made', 500);
}

/**
 * Ends what podman leaves where its client is killed between the making of a container and its start: it forgets the
 * container, and the runtime's first process waits for a start that nobody will ask for. Tells how many there were.
 * @param name what the names of the containers begin with
 */
export async function endUnstarted(name: string): Promise<number> {
  const monitors = () =>
    processes().filter(
      ({ program, argv }) =>
        program.endsWith('/conmon') && argv.some(word => word.startsWith(name)),
    );
  const stuck = monitors().map(({ pid }) => pid);
  for (const { pid, parent } of processes())
    if (stuck.includes(parent)) process.kill(pid, 'SIGKILL');
  await until(() => monitors().length === 0, 'the end of what was never started', 100);
  return stuck.length;
}
