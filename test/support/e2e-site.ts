import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { type IPty, spawn as spawnPty } from '@lydell/node-pty';
import { machine, type Place } from './e2e-machine.ts';
import { BIN, CREDENTIALS, type Outcome, World } from './world.ts';

/** What a test that failed half way has not removed itself. */
const sites = new Set<Site>();
afterAll(() => {
  for (const site of sites) site.remove();
});

/** A world with a real engine, in which everything that is started can be found again and removed. */
export class Site extends World {
  readonly place: Place;
  /** of this site alone, so that a scan finds its own secret and no other's */
  readonly secret = `wJal/${randomBytes(15).toString('hex')}`;
  /** on every container of this site */
  readonly label = `vaultrun.e2e=${randomBytes(6).toString('hex')}`;
  /** for whatever makes temporary files */
  readonly tmp = join(this.folder, 'tmp');
  /** what was started and may still be there, by a way to end it */
  readonly #started = new Set<() => void>();
  #names = 0;

  constructor(place: Place) {
    super();
    this.place = place;
    sites.add(this);
    mkdirSync(this.tmp);
    this.env.TMPDIR = this.tmp;
    const { user } = place.engine;
    if (user) {
      for (const path of [this.folder, this.home, this.bin, this.cwd, this.runtime, this.tmp]) {
        chownSync(path, user.uid, user.gid);
      }
      // Rootless podman finds its images and its state by these two.
      this.env.HOME = user.home;
      this.env.XDG_RUNTIME_DIR = user.runtime;
    }
    this.vault();
  }

  override vault(variables: Record<string, string> = {}): void {
    super.vault({ ...CREDENTIALS, AWS_SECRET_ACCESS_KEY: this.secret, ...variables });
  }

  /** The machine's aws-vault, real or stand-in, with this config and with keys in files of this site's own. */
  machineVault(config: string): void {
    const { path, real } = machine.vault;
    this.program('aws-vault', `exec ${real ? '' : `'${process.execPath}' `}'${path}' "$@"`);
    Object.assign(this.env, {
      AWS_CONFIG_FILE: this.write('config', config),
      AWS_VAULT_BACKEND: 'file',
      AWS_VAULT_FILE_DIR: `${this.tmp}/keys`,
      AWS_VAULT_FILE_PASSPHRASE: 'e2e',
    });
  }

  /** Stores keys in {@link machineVault}. */
  async stored(profile: string, keys: Record<string, string>): Promise<void> {
    const added = await this.runCommand(['aws-vault', 'add', profile, '--env'], { env: keys });
    if (added.status !== 0) throw new Error(added.stderr);
  }

  /** A name for one container. */
  name(): string {
    this.#names += 1;
    return `e2e-${this.label.slice(-12)}-${this.#names}`;
  }

  /** vaultrun's arguments: the profile, this place's engine, our label, then the words. */
  args(...words: string[]): string[] {
    const { program } = this.place.engine;
    return ['dev', '-q', `--engine=${program}`, '--', '--label', this.label, ...words];
  }

  /** Ditto, for a command in the test image on no network, which starts faster. */
  in(...command: string[]): string[] {
    return this.args('--network=none', machine.image, ...command);
  }

  /** A command line as this place's user runs it: setpriv becomes the command. */
  as(command: readonly string[]): [string, ...string[]] {
    const { user } = this.place.engine;
    const rights = user
      ? ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups', '--']
      : [];
    return [...rights, ...command] as [string, ...string[]];
  }

  vaultrun(args: readonly string[]): string[] {
    return [this.place.node.path, BIN, ...args];
  }

  /** Starts vaultrun with pipes, and does not wait. */
  start(args: readonly string[], options: StartOptions = {}): Running {
    return this.startCommand(this.vaultrun(args), options);
  }

  /** Starts any command in this site's environment. */
  startCommand(command: readonly string[], { env, ...options }: StartOptions = {}): Running {
    const [file, ...rest] = this.as(command);
    const child = spawn(file, rest, {
      cwd: this.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A session of its own: no terminal of whoever runs the tests.
      detached: true,
      ...options,
      env: { ...this.env, ...env },
    });
    return this.#mind(new Running(child), () => child.kill('SIGKILL'));
  }

  /** Sees to it that nothing outlives a test that failed half way. */
  #mind<T extends { ended: Promise<unknown> }>(running: T, end: () => void): T {
    this.#started.add(end);
    const forget = () => this.#started.delete(end);
    running.ended.then(forget, forget);
    return running;
  }

  /** Runs vaultrun to its end. */
  ran(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return this.runCommand(this.vaultrun(args), options);
  }

  runCommand(command: readonly string[], { input, ...options }: RunOptions = {}): Promise<Outcome> {
    const all: StartOptions = { ...options };
    if (input !== undefined) all.stdio = ['pipe', 'pipe', 'pipe'];
    const running = this.startCommand(command, all);
    running.child.stdin?.on('error', () => {});
    running.child.stdin?.end(input);
    return running.ended;
  }

  /** Runs a line of /bin/sh in which "$@" is vaultrun with these arguments. */
  shell(line: string, args: readonly string[], options: StartOptions = {}): Promise<Outcome> {
    return this.runCommand(['/bin/sh', '-c', line, 'sh', ...this.vaultrun(args)], options);
  }

  /** Starts a line of /bin/sh on a terminal of its own; "$@" is vaultrun with these arguments. */
  terminal(line: string, args: readonly string[], env: Record<string, string> = {}): Terminal {
    const command = ['/bin/sh', '-c', line, 'sh', ...this.vaultrun(args)];
    const [file, ...rest] = this.as(command);
    const pty = spawnPty(file, rest, {
      cwd: this.cwd,
      cols: 97,
      rows: 41,
      env: { ...this.env, ...env },
    });
    return this.#mind(new Terminal(pty), () => pty.kill('SIGKILL'));
  }

  /** Asks the engine itself, and gives its stdout. */
  engine(...args: string[]): string {
    const [file, ...rest] = this.as([this.place.engine.program, ...args]);
    const { status, stdout, stderr } = spawnSync(file, rest, {
      env: this.env,
      cwd: this.cwd,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Has the engine remove something, which it may be doing itself at this moment. */
  removed(...args: string[]): void {
    try {
      this.engine(...args);
    } catch (error) {
      if (!/already in progress|no such container/i.test(`${error}`)) throw error;
    }
  }

  /** The ids of this site's containers, whatever their state. */
  containers(): string[] {
    return this.engine('ps', '-aq', '--filter', `label=${this.label}`).split('\n').filter(Boolean);
  }

  /** What vaultrun has left in the runtime folder. */
  override left(): string[] {
    return readdirSync(this.env.XDG_RUNTIME_DIR ?? '').filter(name => name.startsWith('vaultrun'));
  }

  override remove(): void {
    if (!sites.delete(this)) return;
    for (const end of this.#started) end();
    for (const id of this.containers()) this.removed('rm', '-f', id);
    super.remove();
  }

  override write(path: string, text: string): string {
    const file = super.write(path, text);
    const { user } = this.place.engine;
    if (user) chownSync(file, user.uid, user.gid);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }
}

export type StartOptions = Omit<SpawnOptions, 'env'> & { env?: Record<string, string> };
export type RunOptions = StartOptions & { input?: string };

/** After this the awaited thing will not come. */
const PATIENCE_MS = 45_000;

/** What something prints while it runs, and a way to wait for a part of it. */
class Printed {
  text = '';
  /** what an error says beside it */
  readonly #beside: () => string;
  readonly #waiting = new Set<() => void>();
  #over = false;

  constructor(beside: () => string = () => '') {
    this.#beside = beside;
  }

  add(text: string): void {
    this.text += text;
    for (const look of this.#waiting) look();
  }

  over(): void {
    this.#over = true;
    for (const look of this.#waiting) look();
  }

  /** Waits until this stands in what was printed. */
  saw(what: string | RegExp): Promise<RegExpExecArray> {
    const pattern = typeof what === 'string' ? new RegExp(quote(what)) : what;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const fail = () => {
        done();
        reject(new Error(`no ${pattern} in: ${this.text}${this.#beside()}`));
      };
      const look = () => {
        const found = pattern.exec(this.text);
        if (found) {
          done();
          resolve(found);
        } else if (this.#over) fail();
      };
      // What came while this process was busy is read before it fails.
      const timer = setTimeout(
        () => setImmediate(() => this.#waiting.has(look) && fail()),
        PATIENCE_MS,
      );
      this.#waiting.add(look);
      look();
    });
  }
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A started program. */
export class Running {
  readonly child: ChildProcess;
  readonly stderr = new Printed();
  readonly stdout = new Printed(() => this.stderr.text);
  readonly ended: Promise<Outcome>;

  constructor(child: ChildProcess) {
    this.child = child;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', text => this[name].add(text));
    }
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        this.stdout.over();
        this.stderr.over();
        resolve({
          stdout: this.stdout.text,
          stderr: this.stderr.text,
          status: code ?? undefined,
          signal: signal ?? undefined,
        });
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }
}

/** A program on a terminal. */
export class Terminal {
  readonly pty: IPty;
  readonly screen = new Printed();
  readonly ended: Promise<Outcome>;

  constructor(pty: IPty) {
    this.pty = pty;
    pty.onData(text => this.screen.add(text));
    this.ended = new Promise(resolve => {
      pty.onExit(({ exitCode, signal }) => {
        this.screen.over();
        const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
        resolve({
          stdout: this.screen.text,
          stderr: '',
          status: signal ? undefined : exitCode,
          signal: name,
        });
      });
    });
  }

  saw(what: string | RegExp): Promise<RegExpExecArray> {
    return this.screen.saw(what);
  }

  type(text: string): void {
    this.pty.write(text);
  }
}

/** Waits for something that no event tells of; a look at all of /proc is worth a longer pause. */
export async function until<T>(
  look: () => T | undefined | false,
  what: string,
  pauseMs = 20,
): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
}
