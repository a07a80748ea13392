import { type IPty, spawn } from '@lydell/node-pty';

/** A program on a pseudo-terminal, typed to and read as a person would. */
export class Terminal {
  readonly ended: Promise<{ exitCode: number; signal?: number | undefined }>;
  #screen = '';
  #waiting: (() => void)[] = [];
  readonly #pty: IPty;

  constructor(
    command: string,
    args: string[],
    options: { cwd: string; env: Record<string, string> },
  ) {
    this.#pty = spawn(command, args, { cols: 120, rows: 40, ...options });
    this.#pty.onData(data => {
      this.#screen += data;
      for (const look of this.#waiting) look();
    });
    this.ended = new Promise(resolve => this.#pty.onExit(resolve));
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** All that was shown so far, lines ended as in a file. */
  get screen(): string {
    return this.#screen.replaceAll('\r\n', '\n');
  }

  /** Waits until something is shown. */
  shows(what: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!what.test(this.screen)) return;
        this.#waiting = this.#waiting.filter(other => other !== look);
        resolve(this.screen);
      };
      this.#waiting.push(look);
      this.ended.then(() => {
        look();
        reject(new Error(`ended without showing ${what}: ${this.screen}`));
      });
      look();
    });
  }

  type(text: string): void {
    this.#pty.write(text);
  }
}

export const CTRL_C = '\u0003';
export const CTRL_Z = '\u001a';
export const CTRL_BACKSLASH = '\u001c';
