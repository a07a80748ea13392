import { readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Place } from './e2e-machine.ts';
import { machine } from './e2e-machine.ts';
import { type Process, processes } from './e2e-scan.ts';
import { type Running, Site } from './e2e-site.ts';

/** A site whose credentials live for some seconds, from a script that can be made to fail. */
export class FreshSite extends Site {
  readonly script: string;

  constructor(place: Place, seconds: number) {
    super(place);
    // One line a call tells how often it was asked.
    this.script = this.program(
      'short-lived',
      `cd '${this.tmp}' || exit 9
echo . >>calls
[ ! -e fail ] || { echo "no credentials of ${this.secret}" >&2; exit 3; }
n=$(date +%s%N)
end=$(date -u -d "+${seconds} sec" +%FT%TZ)
printf '{"Version":1,"AccessKeyId":"ASIAQGAAAAAAEXAMPLE0","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"%s"}' ${this.secret} "t$n" "$end"`,
    );
  }

  /** vaultrun's arguments for --refresh, then the words. */
  fresh(...words: string[]): string[] {
    const own = ['-q', '--refresh', `--engine=${this.place.engine.program}`, '--region=eu-west-1'];
    const source = `--credential-process='${this.script}'`;
    return [...own, source, '--', '--label', this.label, ...words];
  }

  /** Ditto, for a line of sh in the test image on no network. */
  freshIn(line: string, ...words: string[]): string[] {
    return this.fresh('--network=none', ...words, machine.image, 'sh', '-c', line);
  }

  /** How often the source was asked. */
  calls(): number {
    return this.read('tmp/calls').length / 2;
  }

  fail(on: boolean): void {
    if (on) this.write('tmp/fail', '');
    else rmSync(`${this.tmp}/fail`, { force: true });
  }

  /** The processes that keep this site's detached containers fresh. */
  refreshers(): Process[] {
    return processes().filter(({ argv, pid }) => {
      if (!argv.some(word => word.endsWith('/refresher.cjs'))) return false;
      return environ(pid).includes(this.folder);
    });
  }
}

function environ(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

/** Seconds of CPU that a process has used: its threads' by the scheduler's clock, which knows nanoseconds. */
export function cpuSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map(thread =>
    readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'),
  );
  return times.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e9;
}

/** What a container printed of the helper's answers: the end of each set, and when it was printed. */
export function answers({ stdout }: Running): { at: number; end: number }[] {
  return stdout.text
    .split('\n')
    .filter(line => line.startsWith('at '))
    .map(line => {
      const [, at = '', end = ''] = /^at (\S+) .*"Expiration":"([^"]+)"/.exec(line) ?? [];
      return { at: Date.parse(at), end: Date.parse(end) };
    });
}

/** Prints the helper's answer with the time for so many seconds. */
export function asking(seconds: number): string {
  const each = 'echo "at $(busybox date -u +%FT%TZ) $(sh /run/vaultrun/get 2>&1)"; sleep 0.5';
  return `end=$(($(busybox date +%s) + ${seconds})); while [ $(busybox date +%s) -lt $end ]; do ${each}; done`;
}
