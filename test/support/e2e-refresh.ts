import { rmSync } from 'node:fs';
import type { Place } from './e2e-machine.ts';
import { machine } from './e2e-machine.ts';
import { CodeJudge } from './e2e-mfa.ts';
import { environmentOf, type Process, processes } from './e2e-scan.ts';
import { type Running, Site, type StartOptions, type Terminal, until } from './e2e-site.ts';

/** A site whose credentials live for some seconds, from a script that can be made to fail. */
export class FreshSite extends Site {
  readonly script: string;
  readonly #pids = new Set<number>();

  constructor(place: Place, seconds: number) {
    super(place);
    // One line a call tells how often it was asked.
    this.script = this.program(
      'short-lived',
      `cd '${this.tmp}' || exit 9
echo . >>calls
[ ! -e fail ] || { echo "no credentials of ${this.secret}" >&2; exit 3; }
end=$(($(date +%s) + ${seconds}))
printf '{"Version":1,"AccessKeyId":"ASIAQGAAAAAAEXAMPLE0","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"%s"}' ${this.secret} "${this.token}.$end" "$(date -u -d "@$end" +%FT%TZ)"`,
    );
  }

  /** What every session token of this site begins with; behind it stands when its set ends. */
  get token(): string {
    return `token.${this.secret.slice(-12)}`;
  }

  /** vaultrun's arguments for --refresh, then the words. */
  fresh(...words: string[]): string[] {
    const engine = `--engine=${this.place.engine.program}`;
    return ['--refresh', engine, ...this.source(), '--', '--label', this.label, ...words];
  }

  /** The options that say where the credentials come from, and what else is this site's own. */
  source(): string[] {
    return ['-q', '--region=eu-west-1', `--credential-process='${this.script}'`];
  }

  /** Ditto, for a line of sh in the test image on no network. */
  freshIn(line: string, ...words: string[]): string[] {
    return this.fresh('--network=none', ...words, machine.image, 'sh', '-c', line);
  }

  /** How often the source was asked. */
  calls(): number {
    return this.read('tmp/calls').length / 2;
  }

  override startCommand(command: readonly string[], options: StartOptions = {}): Running {
    const running = super.startCommand(command, options);
    this.#pids.add(running.pid);
    return running;
  }

  override terminal(line: string, args: readonly string[], env = {}): Terminal {
    const terminal = super.terminal(line, args, env);
    this.#pids.add(terminal.pty.pid);
    return terminal;
  }

  /** Of this site's own runs alone: rootless podman's sites share the user's runtime folder. */
  override left(): string[] {
    return super.left().filter(name => this.#pids.has(Number(name.split('-')[1])));
  }

  fail(on: boolean): void {
    if (on) this.write('tmp/fail', '');
    else rmSync(`${this.tmp}/fail`, { force: true });
  }

  /** Waits until nobody keeps anything fresh here any more, and nothing is left of it. */
  async idle(): Promise<void> {
    await until(() => this.left().length === 0, 'the end of what was mounted', 100);
    await until(() => this.refreshers().length === 0, 'the end of the refresher', 200);
  }

  /** The processes that keep this site's detached containers fresh. */
  refreshers(): Process[] {
    return processes().filter(({ argv, pid }) => {
      if (!argv.some(word => word.endsWith('/refresher.cjs'))) return false;
      return environmentOf(pid)?.includes(this.folder);
    });
  }
}

/**
 * A site whose credentials are sessions of the machine's aws-vault, real or stand-in, from an STS that lets them live
 * for some seconds.
 */
export class VaultFreshSite extends FreshSite {
  readonly sts: CodeJudge;

  private constructor(place: Place, sts: CodeJudge) {
    super(place, 0);
    this.sts = sts;
  }

  /** @param more lines of the profile */
  static async start(place: Place, seconds: number, ...more: string[]): Promise<VaultFreshSite> {
    const sts = await CodeJudge.start(`${machine.sts}`, '123456');
    sts.seconds = seconds;
    const site = new VaultFreshSite(place, sts);
    const profile = ['[profile dev]', 'region = eu-west-1', `endpoint_url = ${sts.url}`, ...more];
    site.machineVault(`${profile.join('\n')}\n`);
    await site.stored('dev', {
      AWS_ACCESS_KEY_ID: 'AKIAQGAAAAAAEXAMPLE2',
      AWS_SECRET_ACCESS_KEY: site.secret,
    });
    // Every question stands in a file, with how long a session in store has to live at least.
    const vault = site.read('bin/aws-vault').replace(/^#!.*\n/, '');
    site.program('aws-vault', `echo "$AWS_MIN_TTL" >>'${site.tmp}/minima'\n${vault}`);
    return site;
  }

  override source(): string[] {
    return ['dev'];
  }

  /** What aws-vault was told at each question of how long a session in store has to live at least. */
  minima(): string[] {
    return this.read('tmp/minima').split('\n').slice(0, -1);
  }

  override remove(): void {
    this.sts.stop();
    super.remove();
  }
}

/** What a container printed of the helper's answers: the end of each set (by its token), and when it was printed. */
export function answers({ stdout }: Running): { at: number; end: number }[] {
  return stdout.text
    .split('\n')
    .filter(line => line.startsWith('at '))
    .map(line => ({ at: Date.parse(line.split(' ')[1] ?? ''), end: endOf(line) }));
}

/** When the set of an answer of the helper ends, in milliseconds; NaN: there is none in it. */
export function endOf(answer: string): number {
  return Number(/"SessionToken":"[^"]*\.(\d+)"/.exec(answer)?.[1]) * 1000;
}

/** Prints the helper's answer with the time for so many seconds. */
export function asking(seconds: number): string {
  const each = 'echo "at $(busybox date -u +%FT%TZ) $(sh /run/vaultrun/get 2>&1)"; sleep 0.5';
  return `trap exit TERM; end=$(($(busybox date +%s) + ${seconds})); while [ $(busybox date +%s) -lt $end ]; do ${each}; done`;
}
