import { AWS_CONFIGS, BROKEN_CONFIGS } from '../support/aws-configs.ts';
import { each } from '../support/e2e-machine.ts';
import { Site } from '../support/e2e-site.ts';

const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

each('the AWS config, by what reads it', ['docker'], [24], place => {
  let site: Site;
  beforeAll(async () => {
    site = new Site(place);
    site.machineVault('[profile dev]\n');
    await site.stored('dev', KEYS);
    const answer = { Version: 1, AccessKeyId: 'AKIAQGAAAAAAEXAMPLE3', SecretAccessKey: 'x' };
    site.write('answer.json', JSON.stringify(answer));
  });
  afterAll(() => site.remove());

  const regionIn = (text: string) => /^AWS_REGION=(.*)$/m.exec(text)?.[1];

  test.each(AWS_CONFIGS)('with %s: one region, whoever is asked', async (_what, text, region) => {
    site.write('config', text);
    const own = await site.ran(['env', '-n', '-q', 'dev']);
    const process = `cat '${site.folder}/answer.json'`;
    const other = await site.ran(['env', '-q', '--credential-process', process, 'dev']);
    const results = [own, other].map(({ status, stdout }) => [status, regionIn(stdout)]);
    expect(results).toEqual([
      [0, region],
      [0, region],
    ]);
  });

  test.each(BROKEN_CONFIGS)('with %s: nothing', async (_what, text) => {
    site.write('config', text);
    const { status, stderr } = await site.ran(['env', '-n', 'dev']);
    expect(status).toBe(125);
    expect(stderr).toMatch(/Error parsing config file/);
  });
});
