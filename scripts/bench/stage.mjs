// What every measurement stands on: a temporary folder, stand-ins that do nothing, a clean environment.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../dist', import.meta.url));

const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin';

/** Credentials of the right shape that open nothing. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'ASIAQGAAAAAAEXAMPLE0',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCWV1LXdlc3QtMSJHMEUCIQ==',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
};
export const CREDENTIAL_NAMES = Object.keys(CREDENTIALS);
const ASSIGNMENTS = Object.entries(CREDENTIALS).map(([name, value]) => `${name}=${value}`);

export class Stage {
  /** @throws where vaultrun has not been built */
  constructor() {
    if (!existsSync(BUILT)) throw new Error(`${BUILT} is not there`);
    this.folder = mkdtempSync(join(tmpdir(), 'vaultrun-bench-'));
    this.home = this.#folder('home');
    // A copy, so that a build meanwhile does not change what is measured.
    cpSync(BUILT, join(this.folder, 'dist'), { recursive: true });
    this.vaultrun = join(this.folder, 'dist/vaultrun.cjs');
    // For `vaultrun` alone: the engine too does nothing.
    this.idle = this.#folder('idle');
    this.#program('idle/aws-vault', `printf '%s\\n' '${ASSIGNMENTS.join("' '")}'`);
    this.#program('idle/docker', 'exit 0');
    const json = `{"Version":1,"AccessKeyId":"ASIAQNZGKIQY56JQ7WML","SecretAccessKey":"${CREDENTIALS.AWS_SECRET_ACCESS_KEY}","SessionToken":"${CREDENTIALS.AWS_SESSION_TOKEN}"`;
    this.#program('idle/idle-source', `printf '%s\\n' '${json}}'`);
    this.hourly = join(this.folder, 'hourly');
    this.#program(
      'hourly',
      `printf '%s,"Expiration":"%s"}' '${json}' "$(date -u -d '+1 hour' +%FT%TZ)"`,
    );
    // Beside a real engine: a vault with a cached session, which costs the same whatever it runs.
    this.vault = this.#folder('vault');
    this.#program(
      'vault/aws-vault',
      `while [ "$1" != -- ]; do shift; done; shift\n${ASSIGNMENTS.join(' ')} exec "$@"`,
    );
  }

  /** Nothing but PATH and HOME, so that nothing of the caller's (NODE_EXTRA_CA_CERTS: 35 ms) is measured with it. */
  idleEnvironment() {
    return { PATH: `${this.idle}:${SYSTEM_PATH}`, HOME: this.home };
  }

  /** The same with the vault, and what leads the real docker to its daemon. */
  dockerEnvironment() {
    const { PATH, DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG, XDG_RUNTIME_DIR } = process.env;
    return {
      HOME: this.home,
      DOCKER_CONFIG: DOCKER_CONFIG ?? join(homedir(), '.docker'),
      ...(DOCKER_HOST && { DOCKER_HOST }),
      ...(DOCKER_CONTEXT && { DOCKER_CONTEXT }),
      ...(XDG_RUNTIME_DIR && { XDG_RUNTIME_DIR }),
      PATH: `${this.vault}:${PATH}`,
    };
  }

  /**
   * Runs a script in bash, in the stage's folder, without a stdin.
   * @returns what it printed
   * @throws where it failed: a job that did not do its work has no figure
   */
  bash(script, args, env) {
    const { status, signal, error, stdout, stderr } = spawnSync('bash', ['-c', script, ...args], {
      cwd: this.folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (error) throw new Error(`bash cannot be started (${error.code})`);
    if (status === 0) return stdout;
    const said = stderr.trim().split('\n').at(0);
    throw new Error(`a measured command ended with ${signal ?? status}${said && `: ${said}`}`);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #folder(name) {
    const path = join(this.folder, name);
    mkdirSync(path);
    return path;
  }

  #program(name, script) {
    writeFileSync(join(this.folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
}
