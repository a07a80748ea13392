import { BOTH_WAYS, each, machine, type Place } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

/** A world in which `vaultrun` is a program on PATH, as it is where people write Makefiles. */
function siteOf(place: Place): Site {
  const site = new Site(place);
  const bin = site.vaultrun([]).map(word => `'${word}'`);
  site.program('vaultrun', `exec ${bin.join(' ')} "$@"`);
  site.env.VAULTRUN_ENGINE = place.engine.program;
  site.env.RUN = `--label ${site.label} --network=none ${machine.image}`;
  return site;
}

each('make', ['docker'], BOTH_WAYS, place => {
  let site: Site;
  beforeAll(() => {
    site = siteOf(place);
    site.write(
      'work/Makefile',
      [
        'DEV = vaultrun -q dev -- $(RUN)',
        'all: one two three four',
        'one two three four:',
        '\t@$(DEV) sh -c \'echo "$@ $$AWS_SECRET_ACCESS_KEY"\'',
        'fails:',
        '\t@$(DEV) sh -c "exit 7"',
        'killed:',
        '\t@$(DEV) sh -c "kill -9 1; exit 3"',
        'piped:',
        '\t@echo through | $(DEV) cat',
        'captured:',
        '\t@echo "got $$($(DEV) printf \'%s\' "it\'s  so")"',
        'noticed:',
        '\t@vaultrun --no-session dev -- $(RUN) true',
        '',
      ].join('\n'),
    );
  });
  afterAll(() => site.remove());
  const make = (...args: string[]) => site.runCommand(['make', '--no-print-directory', ...args]);

  test('-j runs targets side by side, each with credentials', async () => {
    const { stdout, stderr, status } = await make('-j', '-O', 'all');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n').sort()).toEqual(
      ['four', 'one', 'three', 'two'].map(target => `${target} ${site.secret}`),
    );
  });

  test("a target's status stops make with it", async () => {
    const { stderr, status } = await make('fails');
    expect(status).toBe(2);
    expect(stderr).toMatch(/\[Makefile:\d+: fails\] Error 7/);
  });

  test('pipes and captured output', async () => {
    expect((await make('piped')).stdout).toBe('through\n');
    expect((await make('captured')).stdout).toBe("got it's  so\n");
  });

  test('a notice goes to stderr', async () => {
    const { stdout, status } = await make('noticed');
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  test('dash, in a script, in a loop and in the background', async () => {
    const script = [
      'set -e',
      'for i in 1 2; do vaultrun -q dev -- -i=false $RUN echo "loop $i"; done',
      'vaultrun -q dev -- $RUN sh -c "exit 5" || echo "status $?"',
      'vaultrun -q dev -- $RUN sh -c "exit 6" & wait $! || echo "background $?"',
      'printf "a\\nb\\n" | while read -r x; do vaultrun -q dev -- -i=false $RUN echo "read $x"; done',
      'x=$(vaultrun -q dev -- $RUN cat </dev/null); echo "nothing:$x"',
    ].join('\n');
    const { stdout, stderr } = await site.runCommand(['dash', '-c', script]);
    expect(stderr).toBe('');
    expect(stdout).toBe('loop 1\nloop 2\nstatus 5\nbackground 6\nread a\nread b\nnothing:\n');
  });

  test('an empty environment, as cron has it', async () => {
    const env = ['env', '-i', `PATH=${site.env.PATH}`, `HOME=${site.env.HOME}`];
    const words = `${site.env.RUN}`.split(' ');
    const command = [...env, 'vaultrun', '-q', 'dev', `--engine=${place.engine.program}`, '--'];
    const { stdout, status } = await site.runCommand([...command, ...words, 'env']);
    expect(status).toBe(0);
    expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
  });
});
