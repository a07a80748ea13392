import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, writeSync } from 'node:fs';
import os from 'node:os';
import { delimiter, join } from 'node:path';
import { STAND_INS } from './world.ts';

/** An ordinary user, for whom the engine runs without root. */
export interface User {
  name: string;
  uid: number;
  gid: number;
  home: string;
  runtime: string;
}

export type EngineName = 'docker' | 'podman' | 'rootless podman';
export type NodeMajor = 20 | 22 | 24;

/** A real engine with the test image in it. */
export interface EngineHere {
  name: EngineName;
  /** the word after --engine, and the program */
  program: 'docker' | 'podman';
  version: string;
  user?: User;
}

/** A real Node. */
export interface NodeHere {
  name: string;
  path: string;
  /** it becomes the engine (process.execve) */
  replaces: boolean;
}

export interface Machine {
  /** the aws-vault that the sessions come from */
  vault: { path: string; real: boolean; version: string };
  engines: ReadonlyMap<EngineName, EngineHere>;
  nodes: ReadonlyMap<NodeMajor, NodeHere>;
  sts: string | undefined;
  image: string;
  awsImage: string | undefined;
  /** it is in rootless podman as well */
  rootlessAws: boolean;
  /** an image that holds aws-vault, in every engine */
  vaultImage: string | undefined;
  missing: readonly string[];
}

const REQUIRED = process.env.VAULTRUN_E2E === 'required';

function says(command: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? stdout.trim() : undefined;
}

function look(): Machine {
  const { env } = process;
  const image = env.VAULTRUN_TEST_IMAGE ?? 'myimage';
  const missing: string[] = [];
  const engines = new Map<EngineName, EngineHere>();
  const nodes = new Map<NodeMajor, NodeHere>();

  const docker = says('docker', 'version', '--format', '{{.Client.Version}}/{{.Server.Version}}');
  if (docker && says('docker', 'image', 'inspect', image)) {
    engines.set('docker', { name: 'docker', program: 'docker', version: docker });
  } else missing.push(docker ? `${image} in docker` : 'docker (no daemon answers)');

  const podman = says('podman', 'version', '--format', '{{.Version}}');
  if (podman && says('podman', 'image', 'inspect', image)) {
    engines.set('podman', { name: 'podman', program: 'podman', version: podman });
  } else missing.push(podman ? `${image} in podman` : 'podman');

  const user = ordinaryUser(env.VAULTRUN_TEST_ROOTLESS_USER);
  if (podman && user && says('su', '-', user.name, '-c', `podman image inspect ${image}`)) {
    const engine = { name: 'rootless podman', program: 'podman', version: podman, user } as const;
    engines.set('rootless podman', engine);
  } else missing.push('rootless podman (VAULTRUN_TEST_ROOTLESS_USER)');

  for (const major of [20, 22, 24] as const) {
    const path = env[`VAULTRUN_TEST_NODE${major}`];
    const found = path && says(path, '-p', 'process.version + " " + typeof process.execve');
    const [version = '', execve] = (found || '').split(' ');
    if (path && version.startsWith(`v${major}.`)) {
      nodes.set(major, { name: `Node ${major}`, path, replaces: execve === 'function' });
    } else missing.push(`Node ${major} (VAULTRUN_TEST_NODE${major})`);
  }

  const sts = env.VAULTRUN_TEST_STS;
  const answers =
    sts && says('curl', '-s', '-o', '/dev/null', '--max-time', '10', sts) !== undefined;
  if (!answers) missing.push('an STS (VAULTRUN_TEST_STS)');
  const awsImage = env.VAULTRUN_TEST_AWS_IMAGE;
  const hasAws = awsImage && docker && says('docker', 'image', 'inspect', awsImage);
  if (!hasAws) missing.push('an image with the aws CLI (VAULTRUN_TEST_AWS_IMAGE)');
  const rootlessAws = Boolean(
    awsImage && user && says('su', '-', user.name, '-c', `podman image inspect ${awsImage}`),
  );
  if (!rootlessAws) missing.push('the image with the aws CLI in rootless podman');

  const vaultImage = env.VAULTRUN_TEST_VAULT_IMAGE;
  const hasVault = vaultImage && docker && says('docker', 'image', 'inspect', vaultImage);
  if (!hasVault) missing.push('an image with aws-vault (VAULTRUN_TEST_VAULT_IMAGE)');

  const vault = findVault();
  return {
    vault,
    engines,
    nodes,
    sts: answers ? sts : undefined,
    image,
    awsImage: hasAws ? awsImage : undefined,
    rootlessAws,
    vaultImage: hasVault ? vaultImage : undefined,
    missing,
  };
}

function ordinaryUser(name: string | undefined): User | undefined {
  const line = name && says('getent', 'passwd', name);
  if (!line) return undefined;
  const [, , uid, gid, , home = ''] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid), home, runtime: `/run/user/${uid}` };
}

function findVault(): Machine['vault'] {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'aws-vault');
    if (folder === STAND_INS || !isProgram(path)) continue;
    const { stdout, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return { path, real: true, version: `${stdout}${stderr}`.trim() };
  }
  const path = join(STAND_INS, 'aws-vault');
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return { path, real: false, version: `${version.stdout}${version.stderr}`.trim() };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function tell({ vault, engines, nodes, sts, missing }: Machine): void {
  const versions = [...nodes.values()].map(({ path }) => execFileSync(path, ['--version']));
  const line = [
    `${vault.real ? 'the REAL aws-vault' : 'the STAND-IN aws-vault'} ${vault.version}`,
    ...[...engines.values()].map(({ name, version }) => `${name} ${version}`),
    `Node ${versions.map(version => `${version}`.trim()).join(' ') || 'none'}`,
    `STS ${sts ?? 'none'}`,
  ].join(', ');
  writeSync(2, `\ne2e: ${line}\n`);
  for (const what of missing) {
    writeSync(2, `e2e: MISSING: ${what}; its tests ${REQUIRED ? 'FAIL' : 'ARE NOT RUN'}\n`);
  }
}

/** jest gives every file its own globals but the same built-in modules: what is found is kept there, and told once. */
const KEPT = Symbol.for('vaultrun e2e machine');
const kept = os as { [KEPT]?: Machine };
if (!kept[KEPT]) {
  kept[KEPT] = look();
  tell(kept[KEPT]);
}
export const machine: Machine = kept[KEPT];

/** An engine and a Node. */
export interface Place {
  engine: EngineHere;
  node: NodeHere;
}

/** The tests of a table over engines and Nodes; a pair that this machine lacks is told, and fails where required. */
export function each(
  title: string,
  engines: readonly EngineName[],
  majors: readonly NodeMajor[],
  body: (place: Place) => void,
): void {
  for (const name of engines) {
    for (const major of majors) at(title, name, major, body);
  }
}

/**
 * Every engine, and with docker both ways to start one: for what each engine and each way could break, but not one of
 * them with the other.
 */
const ONCE = [
  ['docker', 20],
  ['docker', 24],
  ['podman', 24],
  ['rootless podman', 20],
] as const;

/** The tests of a table over {@link ONCE}. */
export function eachOnce(title: string, body: (place: Place) => void): void {
  for (const [name, major] of ONCE) at(title, name, major, body);
}

/** One test for each place, all beside one another: for tests that mostly wait, each in a site of its own. */
export function beside(
  title: string,
  engines: readonly EngineName[],
  majors: readonly NodeMajor[],
  run: Beside,
): void {
  for (const name of engines) {
    for (const major of majors) at(title, name, major, run, concurrent);
  }
}

/** Ditto, over {@link ONCE}. */
export function besideOnce(title: string, run: Beside): void {
  for (const [name, major] of ONCE) at(title, name, major, run, concurrent);
}

type Beside = (place: Place) => Promise<void>;

function concurrent(title: string, run: () => Promise<void>): void {
  test.concurrent(title, run, 240_000);
}

function at<T>(
  title: string,
  name: EngineName,
  major: NodeMajor,
  body: (place: Place) => T,
  register: (title: string, body: () => T) => void = (full, all) =>
    describe(full, () => void all()),
): void {
  const engine = machine.engines.get(name);
  const node = machine.nodes.get(major);
  const full = `${title}: ${name}, Node ${major}`;
  if (engine && node) register(full, () => body({ engine, node }));
  else notRun(full, engine ? `Node ${major}` : name);
}

/** Tests that need something more of the machine. */
export function needing(what: unknown, title: string, body: () => void): void {
  if (what) describe(title, body);
  else notRun(title, 'what it needs');
}

function notRun(title: string, lacking: string): void {
  if (REQUIRED) {
    describe(title, () => {
      test('has what it needs', () => {
        throw new Error(`this machine lacks ${lacking}, and VAULTRUN_E2E=required`);
      });
    });
  } else {
    // Told, not hidden: on a machine without the part there is nothing to run; CI requires every part (see above).
    describe(title, () => test.todo(`NOT RUN: this machine lacks ${lacking}`));
  }
}

/** Every engine, and the Nodes of both ways to start one. */
export const ENGINES = ['docker', 'podman', 'rootless podman'] as const;
export const BOTH_WAYS = [20, 24] as const;
