import { isLoop, processName } from '../credentials/active.ts';
import { lacksRegion } from '../credentials/lacks-region.ts';
import type { Engine } from '../engines.ts';
import { envFileText } from '../environment/lines.ts';
import { refuseChanged } from '../environment/refuse-changed.ts';
import { type Selection, select } from '../environment/select.ts';
import { isFailed } from '../errors.ts';
import { ownerOf, type Profiles, settingOf } from '../host/aws-config.ts';
import type { Invocation } from '../invocation.ts';
import { loopback } from '../notices/container.ts';
import { withheld } from '../notices/notices.ts';
import { region } from '../notices/region.ts';
import { type Finding, fail, failed, ok, warn } from './finding.ts';

/** What the shell around us brings along. */
export interface ShellFacts {
  invocation: Invocation;
  profile: string | undefined;
  profiles: Profiles;
  env: NodeJS.ProcessEnv;
  /** the user's words behind the `--` */
  words: readonly string[];
  engine: Engine | undefined;
}

/** The region that aws-vault would answer with: https://github.com/ByteNess/aws-vault/blob/main/vault/config.go */
function expectedRegion({ invocation, profile, profiles, env }: ShellFacts): string | undefined {
  const own = profile === undefined ? undefined : settingOf(profiles, profile, 'region');
  if (invocation.region) return invocation.region;
  // A credential process knows no region, so that the profile's comes first.
  const shells = env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined;
  return invocation.source.kind === 'aws-vault' ? (shells ?? own) : (own ?? shells);
}

/** Ditto, the endpoint, where it is not the shell's. */
function expectedEndpoint({ invocation, profile, profiles, env }: ShellFacts): string | undefined {
  if (invocation.source.kind !== 'aws-vault' || profile === undefined) return undefined;
  return env.AWS_ENDPOINT_URL ? undefined : settingOf(profiles, profile, 'endpoint_url');
}

/** The region and the variables of the host, decided and told by what decides and tells them in a run. */
export function shellFindings(facts: ShellFacts): Finding[] {
  const { env, invocation, profile, profiles } = facts;
  const inside = expectedRegion(facts);
  const vault = new Map<string, string>();
  if (inside !== undefined) vault.set('AWS_REGION', inside);
  const endpointUrl = expectedEndpoint(facts);
  if (endpointUrl !== undefined) vault.set('AWS_ENDPOINT_URL', endpointUrl);
  const selection = select(vault, env, invocation);
  const owner = profile === undefined ? undefined : ownerOf(profiles, profile, 'region');
  const profileRegion = owner === undefined ? undefined : profiles.get(owner)?.get('region');
  const circumstances = { invocation, selection, host: env, profileRegion, now: new Date() };
  const told = region(circumstances, new Map(selection.variables));
  const origin = invocation.region
    ? '--region or its setting'
    : inside !== profileRegion
      ? 'the shell'
      : owner === profile
        ? 'the profile'
        : `[${owner === 'default' ? owner : `profile ${owner}`}]`;
  return [
    ...(told === undefined
      ? [ok('region', inside === undefined ? 'left out' : `${inside}, from ${origin}`)]
      : inside === undefined && profile === undefined
        ? [ok('region', 'the profile tells it, and none is named')]
        : [(needed(facts) ? fail : warn)('region', told, regionHint(inside))]),
    ...nested(facts),
    ...variables(facts, selection),
    ...endpoint(selection, facts.words),
  ];
}

/** Whether aws-vault fails without a region, and not only the programs inside. */
function needed({ invocation, profile, profiles, env }: ShellFacts): boolean {
  const { source, region: given } = invocation;
  if (source.kind !== 'aws-vault' || profile === undefined) return false;
  return lacksRegion({ profile, noSession: source.noSession, region: given }, env, profiles);
}

function regionHint(inside: string | undefined): string {
  return inside === undefined
    ? 'a session and SDKs want one: --region R, or region = R in the AWS config'
    : 'unset it, or say which you mean: --region R';
}

function nested({ env, profile, invocation: { source } }: ShellFacts): Finding[] {
  const asked = source.kind === 'credential-process' ? processName(source.command) : profile;
  if (asked !== undefined && isLoop(asked, env)) {
    return [
      failed('nested', {
        kind: 'loop',
        profile: source.kind === 'aws-vault' ? profile : undefined,
      }),
    ];
  }
  if (!env.AWS_VAULT) return [];
  return [
    warn(
      'nested',
      `this shell was started by 'aws-vault exec ${env.AWS_VAULT}'; vaultrun asks the vault again`,
      "leave it with 'exit'; until then AWS_VAULT is the profile where none is named",
    ),
  ];
}

/** Variables of the shell by which aws-vault takes on another identity, or asks for a code. */
const OBEYED = ['AWS_ROLE_ARN', 'AWS_MFA_SERIAL'];

function variables({ env, engine, invocation }: ShellFacts, selection: Selection): Finding[] {
  const { decisions } = selection;
  const findings: Finding[] = [];
  const kept = withheld(decisions);
  if (kept) findings.push(warn('variables', kept, 'pass it or drop it, so that it is decided'));
  const obeyed = OBEYED.filter(name => env[name]);
  if (obeyed.length > 0 && invocation.source.kind === 'aws-vault') {
    findings.push(
      warn(
        'variables',
        `aws-vault obeys ${obeyed.join(' and ')} of this shell, whatever the profile`,
        `unset ${obeyed.join(' ')}`,
      ),
    );
  }
  try {
    refuseChanged(selection.variables, env);
    if (engine) envFileText(selection.variables, engine.limits);
  } catch (error) {
    if (!isFailed(error)) throw error;
    findings.push(failed('variables', error.failure));
  }
  if (findings.length > 0) return findings;
  const passed = decisions.filter(each => each.passed).length;
  return [
    ok(
      'variables',
      `AWS_ variables of this shell: ${passed} enter, ${decisions.length - passed} stay out (--dry-run shows each)`,
    ),
  ];
}

function endpoint(selection: Selection, words: readonly string[]): Finding[] {
  return loopback(selection, words).map(notice =>
    warn(
      'endpoint',
      notice,
      "share the host's network (--network=host behind the '--'), or name it host.docker.internal",
    ),
  );
}
