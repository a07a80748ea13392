import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from './terminal.ts';
import type { World } from './world.ts';

const CTRL_U = '\u0015';
const CTRL_T = '\u0014';
const BACKSPACE = '\u007f';
const TAB = '\t';
const MARK = 'printf "\\n<<%s:%s>>\\n"';

/** How a shell is started interactively, and told to print its line, in base64, at Ctrl-T. */
const STARTED: Record<'bash' | 'zsh' | 'fish', { args: (rc: string) => string[]; rc: string }> = {
  bash: {
    args: rc => ['--noprofile', '--rcfile', rc, '-i'],
    rc: `PS1='> '; bind 'set enable-bracketed-paste off'; bind 'set show-all-if-ambiguous on'
bind 'set page-completions off'; bind 'set completion-query-items 0'
told=0; tell() { ${MARK} "$((told++))" "$(printf %s "$READLINE_LINE" | base64 -w0)"; }
bind -x '"\\C-t": tell'`,
  },
  zsh: {
    args: () => ['-i'],
    rc: `PS1='> '; unsetopt beep; unset zle_bracketed_paste; autoload -Uz compinit; compinit -D -u; LISTMAX=-1
told=0; tell() { ${MARK} "$((told++))" "$(printf %s "$BUFFER" | base64 -w0)"; zle reset-prompt; }
zle -N tell; bindkey -e; bindkey '^T' tell; bindkey '^U' kill-whole-line`,
  },
  fish: {
    args: rc => ['--private', '--init-command', `source '${rc}'`],
    rc: `function fish_prompt; echo '> '; end; function fish_greeting; end
set -g told 0; function tell; ${MARK} $told (commandline -b | string join \\n | head -c -1 | base64 -w0); set -g told (math $told + 1); commandline -f repaint; end
bind \\ct tell; bind \\cu kill-whole-line`,
  },
};

/** An interactive shell on a terminal, in whose line somebody types and presses TAB. */
export class Typing {
  readonly terminal: Terminal;
  #asked = 0;

  /** @param more what its rc file does besides */
  constructor(
    shell: 'bash' | 'zsh' | 'fish',
    world: Pick<World, 'folder' | 'cwd' | 'env'>,
    more: string,
  ) {
    const { args, rc } = STARTED[shell];
    const folder = join(world.folder, 'rc');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, shell === 'zsh' ? '.zshrc' : `rc.${shell}`);
    writeFileSync(file, `${rc}\n${more}\n`);
    this.terminal = new Terminal(shell, args(file), {
      cwd: world.cwd,
      env: { ...world.env, ZDOTDIR: folder, LC_ALL: 'C.UTF-8' },
    });
  }

  /** The line after somebody has typed this into an empty one: `⇥` is TAB, `⌫` is Backspace. */
  async line(typed: string): Promise<string> {
    this.terminal.type(typed.replaceAll('⇥', TAB).replaceAll('⌫', BACKSPACE) + CTRL_T);
    const mark = new RegExp(`<<${this.#asked}:([\\w+/=]*)>>`);
    this.#asked += 1;
    const screen = await this.terminal.shows(mark);
    this.terminal.type(CTRL_U);
    return Buffer.from(mark.exec(screen)?.[1] ?? '', 'base64').toString();
  }

  async end(): Promise<void> {
    process.kill(this.terminal.pid, 'SIGKILL');
    await this.terminal.ended;
  }
}
