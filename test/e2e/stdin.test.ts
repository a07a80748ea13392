import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { eachOnce } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const MIB = 64;

eachOnce('stdin', place => {
  const site = new Site(place);
  afterAll(() => site.remove());

  test(`${MIB} MiB arrive byte for byte, and come back so`, async () => {
    const data = randomBytes(MIB * 1024 * 1024);
    const sum = createHash('sha256').update(data).digest('hex');
    writeFileSync(`${site.cwd}/data`, data);
    const back = await site.shell('cat data | "$@" | sha256sum', site.in('cat'));
    expect(back.stdout).toBe(`${sum}  -\n`);
    const file = await site.shell('"$@" <data', site.in('sha256sum'));
    expect(file.stdout).toBe(`${sum}  -\n`);
  }, 120_000);

  test('a tar file goes in, and another comes out', async () => {
    site.write('work/tree/a file', 'one\n');
    site.write('work/tree/b/ключ', 'two\n');
    const listed = await site.shell('tar -C tree -c . | "$@"', site.in('tar', 't'));
    expect(listed.stdout.split('\n').sort()).toEqual(
      ['', './', './a file', './b/', './b/ключ'].sort(),
    );
    const line = 'tar -C tree -c . | "$@" | tar -x -O "./b/ключ"';
    const command = ['sh', '-c', 'cd /tmp && tar x && tar c .'];
    expect((await site.shell(line, site.in(...command))).stdout).toBe('two\n');
  });

  test('a reader that goes away ends it quietly', async () => {
    const line = '{ "$@"; echo "status $?" >&2; } | head -n 1';
    const outcome = await site.shell(line, site.in('sh', '-c', 'echo first; echo second'));
    expect(outcome.stdout).toBe('first\n');
    // Podman says that its stdout is gone; vaultrun has nothing to add.
    expect(outcome.stderr).toMatch(/status \d+\n$/);
    expect(outcome.stderr).not.toMatch(/vaultrun|node/i);
  });

  test('the vault takes none of it', async () => {
    const thief = new Site(place);
    thief.program('aws-vault', `cat >'${thief.tmp}/stolen'; cat '${thief.folder}/answer'`);
    const outcome = await thief.ran(thief.in('cat'), { input: 'for the container' });
    expect(outcome).toMatchObject({ status: 0, stdout: 'for the container' });
    expect(thief.read('tmp/stolen')).toBe('');
    thief.remove();
  });
});
