import { BOTH_WAYS, ENGINES, each, machine, needing, type Place } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const { image, sts, awsImage } = machine;
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const ROLE = 'arn:aws:iam::999988887777:role/admin';

/** The machine's aws-vault, with keys for the profile `dev` and others that lean on it. */
async function siteOf(place: Place): Promise<Site> {
  const site = new Site(place);
  const at = `endpoint_url = ${sts}`;
  site.machineVault(
    [
      `[profile dev]\nregion = eu-central-1\n${at}`,
      `[profile role]\nregion = us-east-2\nsource_profile = dev\nrole_arn = ${ROLE}\n${at}`,
      `[profile mfa]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n${at}`,
      `[profile empty]\nregion = eu-west-1\n${at}\n`,
    ].join('\n'),
  );
  for (const profile of ['dev', 'mfa']) await site.stored(profile, KEYS);
  return site;
}

/** The container's AWS_ variables. */
function aws(stdout: string): Record<string, string> {
  const lines = stdout.split('\n').filter(line => /^(?:AWS|VAULTRUN)_/.test(line));
  return Object.fromEntries(lines.map(line => [line.split('=')[0], line.replace(/^[^=]*=/, '')]));
}

needing(sts, 'credentials from an STS', () => {
  each('the job', ENGINES, BOTH_WAYS, place => {
    let site: Site;
    beforeAll(async () => {
      site = await siteOf(place);
    });
    afterAll(() => site.remove());

    const run = (...own: string[]) => {
      const words = ['--label', site.label, '--network=none', image, 'env'];
      return site.ran([...own, `--engine=${place.engine.program}`, '--', ...words]);
    };

    test('a session: these variables and no other', async () => {
      const env = {
        AWS_PROFILE: 'other',
        AWS_CA_BUNDLE: '/etc/ssl/cert.pem',
        AWS_SHARED_CREDENTIALS_FILE: '/root/.aws/credentials',
        AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
        AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
        AWS_ACCESS_KEY_ID: 'AKIAOFTHEHOST',
        AWS_SECRET_ACCESS_KEY: 'of the host',
        AWS_MAX_ATTEMPTS: '5',
        AWS_PAGER: '',
        TF_VAR_x: '1',
      };
      const words = ['--network=none', image, 'env'];
      const { stdout, status } = await site.ran(site.args(...words), { env });
      expect(status).toBe(0);
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...rest } = aws(stdout);
      expect(AWS_ACCESS_KEY_ID).toMatch(/^A[KS]IA[A-Z0-9]{16}$/);
      expect(AWS_ACCESS_KEY_ID).not.toBe(KEYS.AWS_ACCESS_KEY_ID);
      expect(AWS_SECRET_ACCESS_KEY).not.toBe(KEYS.AWS_SECRET_ACCESS_KEY);
      expect(AWS_SECRET_ACCESS_KEY?.length).toBeGreaterThanOrEqual(40);
      expect(AWS_SESSION_TOKEN?.length).toBeGreaterThan(100);
      const { AWS_CREDENTIAL_EXPIRATION: end = '', ...others } = rest;
      const minutes = (Date.parse(end) - Date.now()) / 60_000;
      expect(minutes).toBeGreaterThan(50);
      expect(minutes).toBeLessThan(61);
      expect(others).toEqual({
        AWS_VAULT: 'dev',
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL: sts,
        AWS_MAX_ATTEMPTS: '5',
        AWS_PAGER: '',
      });
      expect(stdout).not.toMatch(/TF_VAR_x|FILE_PASSPHRASE|HANDOVER/);
    });

    test('--no-session: the stored keys, and a line that says so', async () => {
      const { stdout, stderr } = await run('--no-session', 'dev');
      expect(aws(stdout)).toMatchObject(KEYS);
      expect(aws(stdout)).not.toHaveProperty('AWS_SESSION_TOKEN');
      expect(stderr).toMatch(/vaultrun: long-lived keys of 'dev'/);
    });

    test('--region', async () => {
      const { stdout } = await run('--region=ap-south-1', 'dev');
      expect(aws(stdout)).toMatchObject({
        AWS_REGION: 'ap-south-1',
        AWS_DEFAULT_REGION: 'ap-south-1',
      });
    });

    test('a role, for --duration', async () => {
      const { stdout } = await run('--duration=20m', 'role');
      const inside = aws(stdout);
      expect(inside).toMatchObject({ AWS_VAULT: 'role', AWS_REGION: 'us-east-2' });
      expect(inside.AWS_ACCESS_KEY_ID).toMatch(/^ASIA/);
      const minutes = (Date.parse(inside.AWS_CREDENTIAL_EXPIRATION ?? '') - Date.now()) / 60_000;
      expect(Math.round(minutes)).toBe(20);
    });

    test('--mfa-token', async () => {
      const { stdout, status } = await run('--mfa-token=123456', 'mfa');
      expect(status).toBe(0);
      expect(aws(stdout)).toHaveProperty('AWS_SESSION_TOKEN');
    });

    test('without a code and without a terminal there is no container', async () => {
      await site.runCommand(['aws-vault', 'clear']);
      expect(await run('mfa')).toMatchObject({ status: 125, stdout: '' });
    });

    test.each(['empty', 'nowhere'])(
      'no credentials for %s: no container, and a hint',
      async profile => {
        const { status, stdout, stderr } = await run(profile);
        expect({ status, stdout }).toEqual({ status: 125, stdout: '' });
        expect(stderr).toMatch(/aws-vault: error: .*\nvaultrun: error: .*\nvaultrun: hint: /);
      },
    );

    test('an STS that does not answer: no container', async () => {
      await site.runCommand(['aws-vault', 'clear']);
      const words = ['--network=none', image, 'true'];
      site.write(
        'config',
        '[profile dev]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\n',
      );
      expect(await site.ran(site.args(...words))).toMatchObject({ status: 125, stdout: '' });
    }, 60_000);

    test('nothing is left', () => {
      expect(site.left()).toEqual([]);
      expect(site.containers()).toEqual([]);
    });
  });
});

needing(sts && awsImage, 'the real aws CLI in a container', () => {
  each('aws sts get-caller-identity', ['docker'], BOTH_WAYS, place => {
    test.each(['dev', 'role'])('answers with the account of %s', async profile => {
      const site = await siteOf(place);
      const words = ['--label', site.label, '--network=host', `${awsImage}`];
      // Debian's aws CLI is older than AWS_ENDPOINT_URL.
      const call = 'aws sts get-caller-identity --output json --endpoint-url "$AWS_ENDPOINT_URL"';
      const command = ['sh', '-c', call];
      const { stdout, stderr } = await site.ran([profile, '--', ...words, ...command]);
      expect(stderr).toBe('');
      const identity = JSON.parse(stdout);
      if (profile === 'role') {
        expect(identity).toMatchObject({ Account: '999988887777' });
        expect(identity.Arn).toMatch(/^arn:aws:sts::999988887777:assumed-role\/admin\//);
      } else expect(identity).toMatchObject({ Account: '123456789012' });
      site.remove();
    });
  });
});
