import { execa } from 'execa';
import { BIN, type Outcome, World } from './world.ts';

/** What stands for a secret. */
export const MASK = '<masked by vaultrun>';

/** A world whose runs are masked. */
export class MaskedWorld extends World {
  readonly #node: string;

  constructor(node: string) {
    super();
    this.#node = node;
    this.env.VAULTRUN_MASK = '1';
    this.vault();
  }

  engine(name = 'docker'): Promise<Outcome> {
    return this.run([`--engine=${name}`, 'dev', '--', 'img'], { with: this.#node });
  }

  exec(script: string, env: Record<string, string> = {}): Promise<Outcome> {
    return this.run(['exec', 'dev', '--', 'sh', '-c', script], { with: this.#node, env });
  }

  /** Runs a script in which $1 and $2 are the bin. */
  bash(script: string) {
    return execa('bash', ['-c', script, 'bash', this.#node, BIN], {
      ...this.#options(),
      stdin: 'ignore',
    });
  }

  /** Starts a command that is talked to, and keeps what it says with the time. */
  talk(script: string) {
    const args = [BIN, 'exec', 'dev', '--', 'sh', '-c', script];
    const child = execa(this.#node, args, this.#options());
    const heard: { text: string; at: number }[] = [];
    child.stdout.on('data', data => heard.push({ text: `${data}`, at: Date.now() }));
    return { child, heard };
  }

  #options() {
    return {
      cwd: this.cwd,
      env: this.env,
      extendEnv: false,
      reject: false,
      detached: true,
    } as const;
  }
}
