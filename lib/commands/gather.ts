import { accountOf } from '../credentials/account.ts';
import { obtain } from '../credentials/obtain.ts';
import { refuseChanged } from '../environment/refuse-changed.ts';
import { type Selection, select } from '../environment/select.ts';
import { regionOf } from '../host/profile-region.ts';
import type { Invocation } from '../invocation.ts';
import { announcement, notices } from '../notices/notices.ts';
import type { Report } from '../report.ts';
import { unknownNames } from '../settings/unknown-names.ts';
import { settingNames } from '../settings.ts';

/** What a container, a command or stdout will get, or the status to end with because a signal asked us to. */
export type Gathered =
  | { variables: Selection['variables']; answer: ReadonlyMap<string, string> }
  | { status: number };

/**
 * Obtains the credentials, selects what goes with them, and tells what is worth telling.
 * @param remote the engine's other machine, where it has one
 * @throws Failed whatever the source fails with
 */
export async function gather(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  report: Report,
  remote?: string,
): Promise<Gathered> {
  const { source } = invocation;
  const announced = announcement(invocation);
  if (announced) report.announce(announced);
  report.step(
    `asking ${source.kind} for ${source.profile ? `'${source.profile}'` : 'credentials'}`,
  );
  const obtained = await obtain(invocation, env);
  if ('status' in obtained) return obtained;
  const account = accountOf(obtained.variables.get('AWS_ACCESS_KEY_ID') ?? '');
  const whose = account === undefined ? 'which do not tell their account' : `of account ${account}`;
  report.step(
    `${source.kind} answered with ${obtained.variables.size} variables of its own, ${whose}`,
  );

  const selection = select(obtained.variables, env, invocation);
  refuseChanged(selection.variables, env);
  // Only the shell's region can be another than the profile's.
  const shell = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const profileRegion = shell ? await regionOf(source.profile, env) : undefined;
  const now = new Date();
  const told = notices({ invocation, account, selection, host: env, profileRegion, remote, now });
  for (const notice of told) report.notice(notice);
  if (!invocation.quiet) await noticeMisspelt(selection.settings, report);
  return { variables: selection.variables, answer: obtained.variables };
}

/** A misspelt setting of the environment is read by nothing, and its owner may wonder. */
async function noticeMisspelt(names: readonly string[], report: Report): Promise<void> {
  const settings = settingNames();
  const unknown = unknownNames(names, settings);
  if (unknown.length === 0) return;
  const { misspelt } = await import('../settings/misspelt-settings.ts');
  for (const { problem, hint } of misspelt(unknown, settings)) {
    report.notice(`${problem}; ${hint}`);
  }
}
