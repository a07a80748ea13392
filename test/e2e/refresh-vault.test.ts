import { beside, machine, needing } from '../support/e2e-machine.ts';
import { answers, asking, endOf, VaultFreshSite } from '../support/e2e-refresh.ts';
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

  beside(
    'a renewal that wants an MFA code is told once, and finds the session of the command that it names',
    ['docker', 'podman'],
    [24],
    async place => {
      const site = await VaultFreshSite.start(
        place,
        24,
        'mfa_serial = arn:aws:iam::123456789012:mfa/me',
      );
      const answer = 'echo "got <$line> $(sh /run/vaultrun/get 2>&1)."';
      const terminal = site.terminal(
        'exec "$@"',
        site.freshIn(`echo up; while IFS= read -r line; do ${answer}; done`),
      );
      await terminal.saw(/MFA code for .*: /);
      terminal.type('123456\r');
      await terminal.saw('up\r\n');
      const typed: string[] = [];
      /** Types a line to the container, and gives the end of the set that its helper has then. */
      const asked = async () => {
        const line = `line ${typed.length}`;
        typed.push(line);
        terminal.type(`${line}\r`);
        const [said] = await terminal.saw(new RegExp(`got <${line}> [^]*?\\.\r\n`));
        return endOf(said);
      };
      const first = await asked();
      expect(first).toBeGreaterThan(0);

      const [, command = ''] = await terminal.saw(/in another terminal: (.*?)\r\n/);
      expect(command).toMatch(/^AWS_MIN_TTL=\d+s aws-vault exec dev -- true$/);
      // Whoever types meanwhile is heard by the container alone.
      for (const tries of [3, 4]) {
        await until(() => site.minima().length >= tries, `question ${tries}`);
        await asked();
      }

      // A code is good once.
      site.sts.code = '654321';
      site.sts.seconds = 3600;
      const other = site.terminal(command, []);
      await other.saw(/MFA code for .*: /);
      other.type('654321\r');
      expect((await other.ended).status).toBe(0);
      await terminal.saw(/vaultrun: the credentials are fresh again\r\n/);
      expect(await asked()).toBeGreaterThan(first + 1000_000);

      terminal.type('\x04');
      const { stdout, status } = await terminal.ended;
      expect(status).toBe(0);
      expect([...stdout.matchAll(/got <(.*?)>/g)].map(([, line]) => line)).toEqual(typed);
      expect(stdout.match(/MFA code for/g)).toHaveLength(1);
      expect(stdout.match(/cannot be renewed/g)).toHaveLength(1);
      expect(stdout.match(/another terminal/g)).toHaveLength(1);
      expect(site.left()).toEqual([]);
      site.remove();
    },
  );
});
