import { each, eachOnce, machine, type Place } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const { image } = machine;

function statuses(place: Place): void {
  let site: Site;
  beforeAll(() => {
    site = new Site(place);
  });
  afterAll(() => site.remove());

  test.each([0, 1, 7, 125, 126, 127, 137, 143, 255])(
    "%i of the container's command",
    async status => {
      const outcome = await site.ran(site.in('sh', '-c', `exit ${status}`));
      expect(outcome).toMatchObject({ status, stderr: '', stdout: '' });
    },
  );

  test('126 for a command that is not executable', async () => {
    expect((await site.ran(site.in('/bin/notexec'))).status).toBe(126);
  });

  test('127 for a command that is not there', async () => {
    expect((await site.ran(site.in('/bin/nothing-here'))).status).toBe(127);
  });

  test("137 when the container is killed, while vaultrun's own process is not", async () => {
    const name = site.name();
    const words = ['--network=none', '--name', name, image, 'sh', '-c', 'echo up; cat'];
    const running = site.start(site.args(...words), { stdio: ['pipe', 'pipe', 'pipe'] });
    await running.stdout.saw('up');
    site.engine('kill', name);
    expect(await running.ended).toMatchObject({ status: 137, signal: undefined });
  });

  test('125 for an image that is not there', async () => {
    const outcome = await site.ran(site.args('--pull=never', 'nothing-here:e2e', 'true'));
    expect(outcome.status).toBe(125);
    expect(outcome.stderr).toMatch(/nothing-here/);
  });

  test("125 for an option that the engine does not know, in the engine's own words", async () => {
    const outcome = await site.ran(site.args('--no-such-flag', image, 'true'));
    expect(outcome.status).toBe(125);
    expect(outcome.stderr).toMatch(/unknown flag: --no-such-flag/);
  });

  test('125 for an aws-vault that fails, and the engine is never started', async () => {
    const failing = new Site(place);
    failing.program('aws-vault', 'echo "aws-vault: error: exec: no" >&2; exit 1');
    const name = failing.name();
    const outcome = await failing.ran(failing.args('--rm=false', '--name', name, image, 'true'));
    expect(outcome).toMatchObject({ status: 125, stdout: '' });
    expect(outcome.stderr).toMatch(/aws-vault: error: exec: no[\s\S]*vaultrun: error:[\s\S]*hint:/);
    expect(failing.containers()).toEqual([]);
    failing.remove();
  });

  test('125 where there is no aws-vault, or none that answers with keys', async () => {
    const answers = ['AWS_REGION=eu-west-1', 'AWS_ACCESS_KEY_ID=AKIAX', ''];
    for (const answer of answers) {
      site.program('aws-vault', `echo '${answer}'`);
      const outcome = await site.ran(site.in('true'));
      expect(outcome).toMatchObject({ status: 125, stdout: '' });
    }
    site.vault();
  });

  test('nothing is left, neither a container nor a folder', () => {
    expect(site.containers()).toEqual([]);
    expect(site.left()).toEqual([]);
  });
}

eachOnce('the exit status', statuses);
each('the exit status', ['docker'], [22], statuses);

each('the exit status without a daemon', ['docker'], [20, 22, 24], place => {
  test("125, in docker's own words", async () => {
    const site = new Site(place);
    const outcome = await site.ran(site.in('true'), {
      env: { DOCKER_HOST: 'unix:///nonexistent' },
    });
    expect(outcome.status).toBe(125);
    expect(outcome.stderr).toMatch(/docker daemon/i);
    expect(site.left()).toEqual([]);
    site.remove();
  });
});
