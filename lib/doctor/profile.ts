import { near } from '../command-line/near.ts';
import { mfaSerial } from '../credentials/mfa-code.ts';
import { shellQuoted } from '../environment/quote.ts';
import { type Profiles, settingOf } from '../host/aws-config.ts';
import type { Source } from '../invocation.ts';
import { lineFor } from '../vault/shown-line.ts';
import { chainOf, includesInCircle, involved, settingInChain } from './chain.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import { lacksKeys } from './keys.ts';

/** What is known of the profile before any program is asked. */
export interface ProfileFacts {
  profile: string | undefined;
  profiles: Profiles;
  /** whether keys are stored for a profile; undefined: only the key store knows */
  stored: (profile: string) => boolean | undefined;
  /** the options that say where aws-vault lives */
  given?: readonly string[] | undefined;
}

/** Whether the profile is one that its source can know, and those that it builds on. */
export function profileFindings(
  { profile, profiles, stored, given }: ProfileFacts,
  source: Source['kind'],
): Finding[] {
  if (profile === undefined) {
    return source === 'credential-process'
      ? []
      : [ok('profile', 'none is named, so none is checked (vaultrun doctor PROFILE)')];
  }
  if (source === 'credential-process' && !profiles.has(profile)) {
    return [
      warn(
        'profile',
        `'${profile}' is not in the AWS config, so it tells no region`,
        meant(profile, profiles) ?? 'name one that is there, or --region',
      ),
    ];
  }
  const chain = chainOf(profiles, profile);
  const circle = chain.find(name => includesInCircle(profiles, name));
  if (circle !== undefined && source === 'aws-vault') {
    return [
      fail(
        'profile',
        `the profiles that '${circle}' includes, and [default] after them, go in a circle`,
        'take an include_profile out: aws-vault gives up on it',
      ),
    ];
  }
  const others = involved(profiles, chain).filter(name => name !== profile);
  const missing = others.filter(
    name => !profiles.has(name) && !(chain.includes(name) && stored(name)),
  );
  if (missing.length > 0) {
    return missing.map(name =>
      warn(
        'profile',
        `'${profile}' builds on '${name}', which is not in the AWS config`,
        meant(name, profiles) ??
          `add a [profile ${name}]${chain.includes(name) ? `, or its keys: ${add(name, given)}` : ''}`,
      ),
    );
  }
  if (profiles.has(profile)) {
    if (source === 'aws-vault' && lacksKeys(profiles, chain, stored)) {
      return [
        fail(
          'profile',
          `no keys are stored for ${chain.map(name => `'${name}'`).join(' or ')}, and the AWS config has no other way to credentials`,
          `add them: ${add(chain.at(-1) ?? profile, given)}`,
        ),
      ];
    }
    return [
      ok('profile', `${profile}${others.length > 0 ? `, by way of ${others.join(', ')}` : ''}`),
    ];
  }
  if (stored(profile)) return [ok('profile', `${profile}, with keys but not in the AWS config`)];
  const detail = `'${profile}' is not in the AWS config`;
  const hint = meant(profile, profiles);
  if (hint !== undefined) return [fail('profile', detail, hint)];
  return stored(profile) === false
    ? [
        fail(
          'profile',
          `${detail}, and no keys are stored for it`,
          `add it: ${add(profile, given)}`,
        ),
      ]
    : [
        warn(
          'profile',
          detail,
          `see whether its keys are stored: ${lineFor('vault', given)} -- list; else ${add(profile, given)}`,
        ),
      ];
}

function meant(profile: string, profiles: Profiles): string | undefined {
  const name = near(profile, [...profiles.keys()]);
  return name === undefined ? undefined : `did you mean '${name}'?`;
}

/** Wherever aws-vault lives. */
function add(profile: string, given?: readonly string[]): string {
  return `${lineFor('vault', given)} -- add ${shellQuoted([profile])}`;
}

/** The account that is asked for, against the one that the profile's role names. */
export function account(
  profile: string | undefined,
  profiles: Profiles,
  wanted: string | undefined,
): Finding[] {
  const own = (key: string) =>
    profile === undefined ? undefined : settingOf(profiles, profile, key);
  const roles =
    own('sso_account_id') ?? /^arn:[\w-]+:iam::(\d{12}):/.exec(own('role_arn') ?? '')?.[1];
  if (wanted === undefined) return roles ? [ok('account', `${roles}, by the profile`)] : [];
  if (roles !== undefined && roles !== wanted) {
    return [
      fail(
        'account',
        `the profile's role is of account ${roles}, and only ${wanted} will do`,
        'name the profile of that account, or another --account',
      ),
    ];
  }
  return [ok('account', `only ${wanted} will do${roles ? ", and it is the role's" : ''}`)];
}

/** Who could answer, should a code be wanted. */
export interface MfaFacts {
  profile: string;
  profiles: Profiles;
  env: NodeJS.ProcessEnv;
  mfaToken: boolean;
  asks: boolean;
}

export function mfa({ profile, profiles, env, mfaToken, asks }: MfaFacts): Finding {
  const chain = chainOf(profiles, profile);
  const serial = env.AWS_MFA_SERIAL || mfaSerial(profiles, profile);
  if (!serial) return ok('mfa', 'no device is configured, so no code is asked for');
  const prompt = env.AWS_VAULT_PROMPT;
  const way = mfaToken
    ? 'by --mfa-token'
    : settingInChain(profiles, chain, 'mfa_process')
      ? 'by the mfa_process'
      : prompt && prompt !== 'terminal'
        ? `by ${prompt} (AWS_VAULT_PROMPT)`
        : asks
          ? 'on the terminal'
          : undefined;
  if (way !== undefined) return ok('mfa', `a code is asked for ${way}`);
  return warn(
    'mfa',
    'the profile wants an MFA code where no session is in store, and nobody can be asked',
    'run it on a terminal once, give --mfa-token N, or set an mfa_process in the AWS config',
  );
}
