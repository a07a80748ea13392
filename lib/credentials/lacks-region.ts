import { type Profiles, settingOf } from '../host/aws-config.ts';

/** What a profile may have instead of keys of its own in the vault. */
const OTHER_SOURCES = [
  'source_profile',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
  'web_identity_token_process',
];

/** Whether a profile's credentials come from elsewhere than keys of its own in the vault. */
export function isFromElsewhere(profiles: Profiles, profile: string): boolean {
  return OTHER_SOURCES.some(key => settingOf(profiles, profile, key) !== undefined);
}

/**
 * Whether AWS is to be asked for a session or a role, and nothing says in which region; with an endpoint of one's own
 * none is wanted. aws-vault says "Missing Region", v7.2 "an AWS region is required".
 */
export function lacksRegion(
  request: { profile: string; noSession: boolean; region: string | undefined },
  env: NodeJS.ProcessEnv,
  profiles: Profiles,
): boolean {
  const { profile, noSession, region } = request;
  const has = (key: string) => settingOf(profiles, profile, key) !== undefined;
  const session = !noSession && !isFromElsewhere(profiles, profile);
  const known =
    region ||
    env.AWS_REGION ||
    env.AWS_DEFAULT_REGION ||
    env.AWS_ENDPOINT_URL ||
    has('region') ||
    has('endpoint_url');
  return !known && (session || has('role_arn') || Boolean(env.AWS_ROLE_ARN));
}
