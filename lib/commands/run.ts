import { readProfiles, settingOf } from '../aws-config.ts';
import { askVault } from '../credentials/ask-vault.ts';
import { envFileText } from '../environment/lines.ts';
import { select } from '../environment/select.ts';
import { engineFile, findEngine } from '../find-engine.ts';
import { deliver, planFor } from '../injection/deliver.ts';
import type { Invocation } from '../invocation.ts';
import { notices } from '../notices.ts';
import { endLike } from '../process/ending.ts';
import { remoteHost } from '../remote.ts';
import type { Report } from '../report.ts';

/**
 * Runs a container with the profile's credentials.
 * @returns the status to end with; where this process becomes the engine it never returns
 * @throws Failed for everything that goes wrong before the engine runs
 */
export async function run(
  invocation: Invocation,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<number> {
  const { engine, path } = findEngine(invocation.engine, env);
  const start = { engine, path, engineFile: engineFile(path), words: invocation.words, env };
  if (invocation.dryRun) {
    const { dryRun } = await import('../dry-run.ts');
    return dryRun(invocation, start);
  }
  report.step(`${engine.name} is the engine; asking aws-vault for '${invocation.profile}'`);
  const asked = await askVault(invocation, env);
  if ('status' in asked) return asked.status;
  report.step(`aws-vault answered with ${asked.variables.size} variables of its own`);

  const selection = select(asked.variables, env, invocation);
  const text = envFileText(selection.variables, engine.limits);
  const shell = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const told = notices({
    invocation,
    selection,
    host: env,
    profileRegion: shell ? settingOf(readProfiles(env), invocation.profile, 'region') : undefined,
    remote: await remoteHost(engine.name, env),
    now: new Date(),
  });
  for (const notice of told) report.notice(notice);

  const plan = planFor(start, Buffer.byteLength(text));
  report.step(`handing ${selection.variables.length} variables to ${engine.name}: ${plan.way}`);
  return endLike(await deliver(start, plan, text));
}
