import { beside, machine, needing } from '../support/e2e-machine.ts';
import { answers, asking, VaultFreshSite } from '../support/e2e-refresh.ts';
import { until } from '../support/e2e-site.ts';

const { sts, vault } = machine;
const tell = (text: string) => process.stderr.write(`e2e: ${text}\n`);

needing(sts, "--refresh with the machine's aws-vault", () => {
  beside(
    'one container outlives its sessions, each of which was one question',
    ['docker', 'rootless podman'],
    [20],
    async place => {
      const site = await VaultFreshSite.start(place, 20);
      // The user's own: by it aws-vault would hand out what it has in store until that has a second left. (By itself
      // until five minutes are left, which these sessions never have.)
      site.env.AWS_MIN_TTL = '1s';
      const running = site.start(site.freshIn(asking(240)));
      const sets = () => new Set(answers(running).map(({ end }) => end));
      for (const count of [1, 2, 3]) await until(() => sets().size >= count, `set ${count}`);
      running.child.kill('SIGTERM');
      const { stderr } = await running.ended;
      const left = answers(running).map(({ at, end }) => (end - at) / 1000);
      tell(
        `${vault.real ? 'the REAL aws-vault' : 'the STAND-IN aws-vault'}, ${place.engine.name}: ${left.length} answers from ${sets().size} sessions, at least ${Math.min(...left)} s left`,
      );
      expect(left.filter(seconds => !(seconds > 0))).toEqual([]);
      expect(stderr).not.toMatch(/error/);
      const [first, ...renewals] = site.minima();
      expect(first).toBe('1s');
      // A third of a session's life; the last session may have come too late to be seen.
      for (const minimum of renewals) expect(minimum).toMatch(/^[2-7]s$/);
      expect([0, 1]).toContain(renewals.length + 1 - sets().size);
      expect(site.left()).toEqual([]);
      site.remove();
    },
  );
});
