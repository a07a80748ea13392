import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type Options } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The built bin and the folder of stand-ins. */
export const BIN = join(ROOT, 'dist/vaultrun.cjs');
export const STAND_INS = join(ROOT, 'fixtures/bin');

/** What a run of the bin came to. */
export interface Outcome {
  stdout: string;
  stderr: string;
  /** the status, or undefined where a signal ended it */
  status: number | undefined;
  signal: string | undefined;
}

/**
 * A home, a runtime folder and a folder of programs of a test's own, and an environment that knows nothing else; so
 * what is left behind can be counted.
 */
export class World {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'vaultrun test ')));
  readonly home = join(this.folder, 'home');
  readonly runtime = join(this.folder, 'run');
  readonly bin = join(this.folder, 'bin');
  readonly cwd = join(this.folder, 'work');
  readonly env: Record<string, string>;

  constructor() {
    for (const folder of [this.home, this.runtime, this.bin, this.cwd]) mkdirSync(folder);
    this.env = {
      PATH: [
        this.bin,
        '/usr/local/sbin',
        '/usr/local/bin',
        '/usr/sbin',
        '/usr/bin',
        '/sbin',
        '/bin',
      ].join(':'),
      HOME: this.home,
      XDG_RUNTIME_DIR: this.runtime,
      // A desktop, where aws-vault may find a key store by itself.
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      TERM: 'xterm',
    };
  }

  /** Puts an executable shell script, or a script with a first line of its own, on this world's PATH. */
  program(name: string, script: string): string {
    const path = join(this.bin, name);
    writeFileSync(path, script.startsWith('#!') ? script : `#!/bin/sh\n${script}\n`, {
      mode: 0o755,
    });
    return path;
  }

  /** An aws-vault that answers at once with these variables. */
  vault(variables: Record<string, string> = CREDENTIALS): void {
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(this.folder, 'answer'), lines.join(''));
    this.program('aws-vault', `exec cat '${this.folder}/answer'`);
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Starts the bin without a terminal, for a test that talks to it while it runs. */
  background(args: readonly string[], node: string) {
    return execa(node, [BIN, ...args], {
      cwd: this.cwd,
      env: this.env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      detached: true,
    });
  }

  /** Runs the bin, with the Node that runs the tests unless another is named. */
  async run(args: readonly string[], options: Options & { with?: string } = {}): Promise<Outcome> {
    const { with: node = process.execPath, env, ...rest } = options;
    const result = await execa(node, [BIN, ...args], {
      cwd: this.cwd,
      env: { ...this.env, ...env } as Record<string, string>,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
      // A session of its own, so that no test finds the terminal of whoever runs the tests.
      detached: true,
      ...rest,
    });
    return {
      stdout: String(result.stdout ?? ''),
      stderr: String(result.stderr ?? ''),
      status: result.exitCode,
      signal: result.signal,
    };
  }

  /** What the runs have left in the runtime folder. */
  left(): string[] {
    return readdirSync(this.runtime);
  }

  remove(): void {
    // Something may still be writing there as it ends.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/**
 * The Node that runs the tests, and those that the machine offers beside it; where `npm test` has been run before,
 * VAULTRUN_TEST_OTHER_NODES=only leaves the first one out.
 */
export const NODES: [name: string, path: string][] = [
  ...(process.env.VAULTRUN_TEST_OTHER_NODES === 'only'
    ? []
    : [[`Node ${process.versions.node}`, process.execPath] as [string, string]]),
  ...['22', '24'].flatMap(major => {
    const path = process.env[`VAULTRUN_TEST_NODE${major}`];
    return path ? [[`Node ${major}`, path] as [string, string]] : [];
  }),
];

/** Credentials of the right shape that open nothing. */
export const CREDENTIALS = {
  AWS_VAULT: 'dev',
  AWS_ACCESS_KEY_ID: 'ASIAQGAAAAAAEXAMPLE0',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCWV1LXdlc3QtMSJHMEUCIQ==',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
};
