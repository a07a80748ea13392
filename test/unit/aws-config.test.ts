import { createRequire } from 'node:module';
import { parseProfiles, settingOf } from '../../lib/host/aws-config.ts';
import { problemsOf } from '../../lib/host/aws-config-problems.ts';
import { AWS_CONFIGS, BROKEN_CONFIGS } from '../support/aws-configs.ts';

const require = createRequire(import.meta.url);
const { ConfigFile, loadProfile } = require('../../fixtures/aws-vault/config.js');

const standIn = (text: string): string | undefined =>
  loadProfile({ region: '' }, new ConfigFile('config', text), 'dev').region || undefined;

describe('the region of a profile', () => {
  beforeAll(() => {
    delete process.env.AWS_REGION;
    delete process.env.AWS_DEFAULT_REGION;
  });

  test.each(AWS_CONFIGS)('with %s', (_what, text, region) => {
    expect(settingOf(parseProfiles(text), 'dev', 'region')).toBe(region);
    expect(standIn(text)).toBe(region);
  });
});

test.each(BROKEN_CONFIGS)('aws-vault reads nothing of a file with %s', (_what, text) => {
  expect(problemsOf(text).map(({ status }) => status)).toContain('fail');
  expect(() => standIn(text)).toThrow();
});

test('what is inherited is inherited for every setting, and ends where it repeats', () => {
  const profiles = parseProfiles(`
[default]
mfa_serial = of-default
[profile base]
role_arn = of-base
sso_start_url = https://x/#/y
include_profile = ring
[profile ring]
source_profile = of-ring
include_profile = base
[profile dev]
include_profile = base
role_arn =
`);
  const of = (key: string) => settingOf(profiles, 'dev', key);
  expect(of('role_arn')).toBe('of-base');
  expect(of('source_profile')).toBe('of-ring');
  expect(of('sso_start_url')).toBe('https://x/#/y');
  expect(of('mfa_serial')).toBeUndefined();
});

test('profiles are those that aws-vault finds', () => {
  const text =
    '[default]\n[profile a b]\n[profile "q"]\n[profile  s]\n[profile default]\n[Default]';
  expect([...parseProfiles(text).keys()]).toEqual(['default', 'a b', '"q"', ' s']);
});
