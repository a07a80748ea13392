import { each, machine, type NodeMajor, needing } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const { sts } = machine;
/** A Python that has boto3. */
const python = process.env.VAULTRUN_TEST_BOTO3;

const ASK = `import boto3, os, sys
client = boto3.Session(**dict(a.split("=") for a in sys.argv[1:])).client("sts", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
print(client.get_caller_identity()["Account"], client.meta.region_name)`;
const NODES: readonly NodeMajor[] = [20, 24];

needing(sts && python, 'an SDK of the host, by vaultrun exec', () => {
  each('as the profile', ['docker'], NODES, place => {
    const site = new Site(place);
    afterAll(() => site.remove());
    beforeAll(async () => {
      const role = (name: string, account: string) =>
        `role_arn = arn:aws:iam::${account}:role/${name}\nendpoint_url = ${sts}\n`;
      site.machineVault(
        [
          `[default]\nsource_profile = default\n${role('other', '999988887777')}`,
          `[profile dev]\nregion = eu-west-1\nsource_profile = keys\n${role('dev', '222233334444')}`,
          `[profile keys]\nregion = eu-west-1\nendpoint_url = ${sts}\n`,
        ].join('\n'),
      );
      await site.stored('keys', {
        AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
        AWS_SECRET_ACCESS_KEY: site.secret,
      });
    });
    const account = (own: readonly string[], ...args: string[]) =>
      site.ran(['exec', '-q', 'dev', '--', ...own, `${python}`, '-c', ASK, ...args]);

    test.each([[[]], [['profile_name=dev']]])(
      'and not as the role that the [default] of the own config is: %j',
      async args => {
        const { stdout, stderr } = await account([], ...args);
        expect({ stdout, stderr }).toEqual({ stdout: '222233334444 eu-west-1\n', stderr: '' });
      },
    );

    test('the own config beside the file would win', async () => {
      const { stdout } = await account(['env', `AWS_CONFIG_FILE=${site.env.AWS_CONFIG_FILE}`]);
      expect(stdout).toMatch(/^999988887777 /);
    });
  });
});
