import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { eachOnce } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';
import { CREDENTIALS } from '../support/world.ts';

const MASK = '<masked by vaultrun>';
const PRINT = 'echo "$AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN $AWS_ACCESS_KEY_ID"';

eachOnce('--mask', place => {
  const site = new Site(place);
  site.env.VAULTRUN_MASK = '1';
  afterAll(() => site.remove());

  test('stdout and stderr are masked, and the status comes back', async () => {
    const outcome = await site.ran(site.in('sh', '-c', `${PRINT}; ${PRINT} >&2; exit 7`));
    const line = `${MASK} ${MASK} ${CREDENTIALS.AWS_ACCESS_KEY_ID}\n`;
    expect(outcome).toMatchObject({ stdout: line, stderr: line, status: 7 });
  });

  test('any bytes come as they are', async () => {
    const data = randomBytes(32 * 1024 * 1024);
    writeFileSync(`${site.cwd}/data`, data);
    const sum = createHash('sha256').update(data).digest('hex');
    const { stdout } = await site.shell('cat data | "$@" | sha256sum', site.in('cat'));
    expect(stdout).toBe(`${sum}  -\n`);
  }, 120_000);

  test('a prompt without a line end is seen and answered', async () => {
    const words = site.in('sh', '-c', 'printf "name? "; read -r it; echo "hello $it"');
    const running = site.start(words, { stdio: ['pipe', 'pipe', 'pipe'] });
    await running.stdout.saw('name? ');
    running.child.stdin?.end('you\n');
    expect(await running.ended).toMatchObject({ stdout: 'name? hello you\n', status: 0 });
  });

  test('on a terminal nothing is, and a notice says so', async () => {
    const words = site.in('sh', '-c', `tty; ${PRINT}`).filter(word => word !== '-q');
    const { stdout: screen } = await site.terminal('"$@"', words).ended;
    expect(screen).toMatch(/^vaultrun: nothing is masked/);
    expect(screen).toContain(CREDENTIALS.AWS_SESSION_TOKEN);
  });
});
