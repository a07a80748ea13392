import type { Call } from '../call.ts';
import { codeOf } from '../errors.ts';
import { readProfiles } from '../host/aws-config.ts';
import { runtimeFolders } from '../nameless/runtime-folder.ts';
import { type Ask, briefly } from '../process/brief.ts';
import { canReplace } from '../process/replace.ts';
import type { Report } from '../report.ts';
import { isStored } from '../vault/key-files.ts';
import { awsConfig } from './aws-config.ts';
import { lookForEngine } from './engine.ts';
import { engineFindings } from './engine-room.ts';
import { type Check, type Finding, fail } from './finding.ts';
import { runtimeFolder, tryFolders } from './folder.ts';
import { imageHere, type Read, readImage } from './image.ts';
import { loop } from './loop.ts';
import { machineFindings } from './machine.ts';
import { account, mfa, profileFindings } from './profile.ts';
import { settingFindings } from './settings.ts';
import type { Settled } from './settled.ts';
import { shellFindings } from './shell.ts';
import { sourceFindings } from './source.ts';
import { streams, terminal, user, userOf } from './user.ts';

/** Gathers what there is to know, all at once, and has each check judge it. */
export async function examine(
  { parsed, words = [], env }: Omit<Call, 'settings'>,
  settled: Settled,
  report: Report,
): Promise<Finding[]> {
  const { invocation, profile } = settled;
  const ask: Ask = (path, args, own, patience) => {
    report.step(`asking ${path} ${args.slice(0, 2).join(' ')}`);
    return briefly(path, args, own, patience);
  };
  const replaces = canReplace();
  const where = streams();
  const { asks } = where;
  const config = awsConfig(env);
  const profiles = config.readable ? readProfiles(env) : new Map();
  const engine = lookForEngine(invocation, env);
  const found = 'engine' in engine ? engine : undefined;
  const { source } = invocation;
  const contained = source.kind === 'aws-vault' && source.container !== undefined;
  const stored = (name: string) => (contained ? undefined : isStored(env, name));
  const given = source.kind === 'aws-vault' ? source.container?.given : undefined;
  const mfaToken = source.kind === 'aws-vault' && source.mfaToken !== undefined;

  const room = found
    ? engineFindings(found, { invocation, words, env, canReplace: replaces, ask })
    : undefined;
  // What fails in it by itself is told by its own check.
  const answers = Promise.resolve(room).then(
    (findings = []) =>
      !findings.some(({ check, status }) => check === 'daemon' && status === 'fail'),
    () => true,
  );

  let read: Read | undefined;
  const image = async (): Promise<Finding[]> => {
    if (!found || words.length === 0) return [];
    const answer = await readImage(found, words, env, ask);
    if ('check' in answer) return [answer];
    read = answer;
    return [await imageHere(found, answer, env, ask, answers)];
  };
  const shallow = await all([
    ['node', () => machineFindings(env, replaces)],
    ['user', () => [terminal(where), ...user(userOf(env))]],
    ['settings', () => settingFindings(settled, env)],
    ['aws-config', () => config.findings],
    ['profile', () => profileFindings({ profile, profiles, stored, given }, source.kind)],
    ['account', () => account(profile, profiles, invocation.account)],
    [
      'mfa',
      () =>
        profile === undefined || source.kind !== 'aws-vault'
          ? []
          : [mfa({ profile, profiles, env, mfaToken, asks }), ...loop(profiles, profile, stored)],
    ],
    ['aws-vault', () => sourceFindings({ source, found, env, asks, ask })],
    [
      'variables',
      () => shellFindings({ invocation, profile, profiles, env, words, engine: found?.engine }),
    ],
    ['engine', () => room ?? ('engine' in engine ? [] : [engine])],
    ['runtime-folder', () => [runtimeFolder(tryFolders(runtimeFolders(env)), process.platform)]],
    ['image', image],
  ]);
  if (!parsed.given.has('deep')) return shallow;
  const broken = shallow.find(({ check, status }) => status === 'fail' && NEEDED.has(check));
  if (broken || !found) {
    return [...shallow, noneRun(broken?.check ?? 'engine')];
  }
  const { deepFindings } = await import('./deep.ts');
  const chain = { invocation, env, found, read, asks, ask, report };
  const deep = await all([['container', () => deepFindings(chain)]]);
  // What the credentials themselves say comes before what the config says of them.
  const told = new Set(deep.map(({ check }) => check));
  const obtained = deep.find(({ check }) => check === 'credentials')?.status;
  if (shallow.some(({ check, status }) => check === 'profile' && status === 'fail')) {
    // One cause, told once.
    if (obtained === 'fail') return [...shallow, noneRun('profile')];
    if (obtained === 'ok') told.add('profile');
  }
  return [...shallow.filter(({ check }) => !told.has(check)), ...deep];
}

function noneRun(cause: Check): Finding {
  return fail('container', 'none was run', `mend '${cause}' first`);
}

/** Without these there is nothing to go deep into. */
const NEEDED: ReadonlySet<Check> = new Set([
  'settings',
  '.env',
  'config.env',
  'credential-process',
  'nested',
  'engine',
  'daemon',
  'runtime-folder',
  'image',
]);

/** Runs checks side by side; one that fails by itself is a finding like any other. */
async function all(
  checks: readonly [Check, () => Finding[] | Promise<Finding[]>][],
): Promise<Finding[]> {
  const findings = await Promise.all(
    checks.map(async ([check, look]) => {
      try {
        return await look();
      } catch (error) {
        // Its message may quote what a program printed.
        const name = error instanceof Error ? error.name : typeof error;
        return [
          fail(
            check,
            `it could not be checked (${name}, ${codeOf(error)})`,
            'please report it: https://github.com/vaultrun/vaultrun/issues',
          ),
        ];
      }
    }),
  );
  return findings.flat();
}
