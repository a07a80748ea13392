import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Tells what is about to be run, runs it, and remembers what did not end as it should. */
export class Show {
  #stage;
  #number = 0;
  #surprises = 0;

  constructor(stage) {
    this.#stage = stage;
  }

  heading(text) {
    this.#number += 1;
    const line = `${this.#number}. ${text}`;
    const colour = process.stdout.isTTY && !process.env.NO_COLOR;
    console.log(`\n${colour ? `\u001b[1m${line}\u001b[0m` : line}`);
  }

  /**
   * Runs a command; its output goes straight to where the demo's goes.
   * @param {string[]} command
   * @param {{status?: number, env?: Record<string, string>}} [options] the status it should end with
   */
  run(command, { status = 0, env = {} } = {}) {
    const assignments = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
    console.log(`$ ${[...assignments, ...command.map(quoted)].join(' ')}`);
    this.#run(command, status, env);
  }

  /** The same for a line that only bash understands. */
  runInBash(line, { status = 0 } = {}) {
    console.log(`$ ${line}`);
    this.#run(['bash', '-c', line], status);
  }

  /** Calls `look` while the command runs, which is until its stdin ends; it says 'ready' once it does. */
  async runMeanwhile(command, look) {
    console.log(`$ ${command.map(quoted).join(' ')} &`);
    const [file, ...args] = command;
    const child = spawn(file, args, { ...this.#where(), stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    const [first] = await Promise.race([once(child.stdout, 'data'), ended]);
    const running = String(first).startsWith('ready');
    if (running) look();
    else this.#surprises += 1;
    child.stdin.end();
    const [status] = await ended;
    this.#tell(status, 0);
  }

  /** A count that ought to be 0. */
  none(count, what) {
    console.log(`  ${count} found  ${what}`);
    if (count !== 0) this.#surprises += 1;
  }

  say(text) {
    console.log(`  ${text}`);
  }

  /** @returns the demo's status */
  end() {
    if (this.#surprises > 0) console.error(`\ndemo: error: ${this.#surprises} of these went wrong`);
    return this.#surprises > 0 ? 1 : 0;
  }

  #where(env = {}) {
    return { cwd: this.#stage.work, env: { ...this.#stage.env, ...env } };
  }

  #run([file, ...args], expected, env) {
    const options = { ...this.#where(env), stdio: ['ignore', 'inherit', 'inherit'] };
    const { status, signal, error } = spawnSync(file, args, options);
    if (error?.code === 'ENOENT') this.say(`there is no ${file} here`);
    else this.#tell(status ?? signal, expected);
  }

  #tell(status, expected) {
    const surprising = status !== expected;
    if (surprising) this.#surprises += 1;
    console.log(`  -> status ${status}${surprising ? `, where ${expected} was expected` : ''}`);
  }
}

/** A word as a POSIX shell reads it back. */
export function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
