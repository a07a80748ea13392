import { existsSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENGINES, each, machine, needing } from '../support/e2e-machine.ts';
import { holders, scanFiles, scanProcesses } from '../support/e2e-scan.ts';
import { until } from '../support/e2e-site.ts';
import { KEYS, VaultSite } from '../support/e2e-vault.ts';

const { image, vaultImage } = machine;
const DEVICE = 'arn:aws:iam::123456789012:mfa/me';

/** Where a file of vaultrun could be. */
function foldersOf({ home, runtime, cwd, bin, tmp, env }: VaultSite): string[] {
  return [home, runtime, cwd, bin, tmp, `${env.XDG_RUNTIME_DIR}`, '/dev/shm'];
}

needing(vaultImage, 'aws-vault in a container', () => {
  each('the job', ENGINES, [20], place => {
    let site: VaultSite;
    beforeAll(() => {
      site = new VaultSite(place);
    });
    afterAll(() => {
      expect(site.vaults()).toEqual([]);
      expect(site.left()).toEqual([]);
      site.remove();
    });

    test('add, list, run, exec, env: one volume, and the command of the host', async () => {
      await site.add('dev');
      // The user's own, as on the host, whoever the container's root is.
      expect(statSync(site.config).uid).toBe(place.engine.user?.uid ?? 0);
      expect(site.read('aws/config')).toMatch(/^\[profile dev\]\n/);
      const list = await site.ran(['vault', '--', 'list', '--credentials']);
      expect(list).toMatchObject({ status: 0, stdout: 'dev\n', stderr: '' });

      const words = ['--label', site.label, image, 'sh', '-c', 'cat; env; exit 7'];
      const run = await site.ran(['dev', '--', ...words], { input: 'piped\n' });
      expect(run).toMatchObject({ status: 7, stderr: '' });
      expect(run.stdout).toMatch(/^piped\n[\s\S]*^AWS_SESSION_TOKEN=.{50}/m);
      expect(run.stdout).toMatch(/^AWS_VAULT=dev$/m);
      expect(run.stdout).not.toMatch(/PASSPHRASE|AWS_VAULT_|AWS_CONFIG_FILE/);
      const both = await Promise.all([
        site.ran(['env', '-n', 'dev']),
        site.ran(['exec', 'dev', '--', 'sh', '-c', 'cat "$VAULTRUN_ENV_FILE"']),
      ]);
      expect(both[0].stdout).toContain(`AWS_SECRET_ACCESS_KEY=${KEYS.AWS_SECRET_ACCESS_KEY}\n`);
      expect(both[1].stdout).toMatch(/^AWS_SESSION_TOKEN=.{50}/m);
    }, 60_000);

    test('a wrong passphrase, none, and an image that is not there start nothing', async () => {
      const refused = async (own: string[], command: string) => {
        const env = { VAULTRUN_PASSPHRASE_COMMAND: command };
        const args = [...own, '-n', 'dev', '--', '--label', site.label, image, 'echo', 'started'];
        const { status, stdout, stderr } = await site.ran(args, { env });
        expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
        return stderr;
      };
      const told = await Promise.all([
        refused([], 'echo wrong'),
        refused([], 'exit 4'),
        refused(['--vault-image=localhost/vault-nowhere'], 'echo x'),
        refused([`--vault-image=${image}`], 'echo x'),
      ]);
      expect(told[0]).toMatch(/passphrase is that of the volume/);
      expect(told[1]).toMatch(/gave no passphrase \(status 4\)/);
      expect(told[2]).toMatch(/could not run aws-vault in the image localhost\/vault-nowhere/);
      expect(told[3]).toMatch(/no aws-vault on its PATH/);
    }, 60_000);

    test('while it runs: the passphrase is in its description alone, and a signal leaves nothing', async () => {
      site.write('aws/config', '[profile slow]\ncredential_process = sleep 1000\n');
      const running = site.start(['slow', '--', '--label', site.label, image, 'true']);
      const [id = ''] = await until(() => {
        const ids = site.engine('ps', '-q', '--filter', `volume=${site.volume}`).split('\n');
        return ids[0] !== '' && holders(site.passphrase) > 0 && ids;
      }, 'the container of the vault');
      const about = site.engine('inspect', id);
      expect(about).toContain(site.passphrase);
      expect(about).toMatch(/"Type": "none"/);
      expect(scanProcesses(site.passphrase)).toEqual([]);
      expect(scanFiles(site.passphrase, foldersOf(site))).toEqual([]);
      running.child.kill('SIGTERM');
      expect(await running.ended).toMatchObject({ signal: 'SIGTERM', stdout: '' });
      expect(site.vaults()).toEqual([]);
      expect(holders(site.passphrase)).toBe(0);
    }, 60_000);

    test('a signal at any moment leaves no container', async () => {
      site.write('aws/config', '[profile slow]\ncredential_process = sleep 1000\n');
      const args = ['slow', '--', '--label', site.label, image, 'true'];
      for (const ms of [0, 40, 90, 150, 220, 300]) {
        rmSync(site.began, { force: true });
        const running = site.start(args);
        await until(() => existsSync(site.began), 'the call of the engine');
        await sleep(ms);
        running.child.kill(ms % 20 === 0 ? 'SIGTERM' : 'SIGINT');
        await running.ended;
      }
      await until(() => site.vaults().length === 0, 'the end of all containers');
      expect(site.left()).toEqual([]);
    }, 60_000);

    test('the questions are asked on the terminal, while stdin is piped into the container', async () => {
      site.write('aws/config', `[profile my mfa]\nmfa_serial = ${DEVICE}\n`);
      await site.add('my mfa');
      site.settings();
      const args = ['my mfa', '--', '--label', site.label, image, 'cat'];
      const first = site.terminal('echo piped | "$@"; stty -a | grep -o "[-]*echo "', args);
      await first.saw(`Passphrase of the vault '${site.volume}': `);
      first.type(`${site.passphrase}\r`);
      await first.saw(`Enter MFA code for ${DEVICE}: `);
      first.type('123456\r');
      const { stdout } = await first.ended;
      expect(stdout).toMatch(/mfa\/me: 123456\r\npiped\r\necho \r\n$/);
      expect(stdout).not.toContain(site.passphrase);
      const again = site.terminal('echo piped | "$@"', args);
      await again.saw(/volume|vault/);
      again.type(`${site.passphrase}\r`);
      // The session is in the volume.
      expect((await again.ended).stdout).toMatch(/': \r\npiped\r\n$/);
    }, 60_000);
  });

  each('more', ['docker', 'podman'], [24], place => {
    let site: VaultSite;
    beforeAll(() => {
      site = new VaultSite(place);
    });
    afterAll(() => site.remove());

    test('a volume as people have made it by hand; aws-vault asks on the terminal itself', async () => {
      const keys = ['-e', 'AWS_ACCESS_KEY_ID', '-e', 'AWS_SECRET_ACCESS_KEY'];
      const theirs = ['-e', 'HOME=/root', '-e', 'AWS_VAULT_BACKEND=file', '--user=0', ...keys];
      const [volume, secret] = [`${site.volume}:/root/.awsvault/keys`, 'AWS_VAULT_FILE_PASSPHRASE'];
      const run = ['run', '--rm', '-v', volume, '-e', secret, ...theirs, '--entrypoint=aws-vault'];
      const command = [place.engine.program, ...run, `${vaultImage}`, 'add', 'id', '--env'];
      const env = { ...KEYS, AWS_VAULT_FILE_PASSPHRASE: site.passphrase };
      expect((await site.runCommand(command, { env })).status).toBe(0);
      const { stdout } = await site.ran(['env', '-n', 'id']);
      expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${KEYS.AWS_SECRET_ACCESS_KEY}\n`);

      const add = site.terminal('exec "$@"', ['vault', '--', 'add', 'typed']);
      await add.saw('Enter Access Key ID: ');
      add.type('AKIAQGAAAAAAEXAMPLE3\r');
      await add.saw('Secret Access Key: ');
      add.type('typed/secret\r');
      await add.saw('leave this blank): ');
      add.type('\r');
      expect(await add.ended).toMatchObject({ status: 0 });
      expect((await site.ran(['vault', '--', 'list', '--credentials'])).stdout).toBe('id\ntyped\n');
      expect(
        (await site.ran(['vault', '--', 'exec', 'id', '--', 'sh', '-c', 'exit 5'])).status,
      ).toBe(5);
    }, 60_000);
  });

  each('with --refresh', ['docker'], [24], place => {
    test('--refresh asks it again, and nothing outlives the container or the terminal', async () => {
      const site = new VaultSite(place);
      const end = '"$(busybox date -u -d @$(($(busybox date +%s) + 15)) +%FT%TZ)"';
      const line = `printf '{"Version":1,"AccessKeyId":"ASIAQGAAAAAAEXAMPLE0","SecretAccessKey":"s","SessionToken":"t%s","Expiration":"%s"}' $$ ${end}`;
      site.write('aws/config', `[profile short]\ncredential_process = sh /vaultrun/aws/short\n`);
      site.write('aws/short', `${line}\n`);
      const watch = 'n=0; while [ $n -lt 44 ]; do ls /run/vaultrun/c; n=$((n+1)); sleep 0.5; done';
      const words = ['--label', site.label, image, 'sh', '-c', watch];
      // Meanwhile somebody closes the window in which aws-vault asks; its container, too, is not left alone.
      const closed = site.terminal('exec "$@"', ['vault', '--', 'add', 'x']);
      await closed.saw('Enter Access Key ID: ');
      closed.pty.kill('SIGHUP');
      // A busy machine may need a second try for so short a set; that is told, and not what this is about.
      const { status, stdout } = await site.ran(['--refresh', 'short', '--', ...words]);
      expect(status).toBe(0);
      expect(new Set(stdout.trim().split(/\s+/)).size).toBeGreaterThan(1);
      await until(() => site.vaults().length === 0, 'the end of the containers of the vault');
      expect(site.left()).toEqual([]);
      site.remove();
    }, 120_000);
  });
});
