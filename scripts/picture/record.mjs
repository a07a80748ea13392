// A session of a shell in a pseudo-terminal, as a list of what was typed and what was shown.
import { spawn } from '@lydell/node-pty';
import { ESCAPE } from './screen.mjs';

const PATIENCE_MS = 20_000;
/** Modes that a shell's line editor switches; they show nothing. */
const MODES = new RegExp(`${ESCAPE}\\[\\?\\d+[hl]`, 'g');

/**
 * @param {{type: string, until: string}[]} steps lines to type, and the prompt that each ends in
 * @param {{columns: number, cwd: string, env: Record<string, string>, prompt: string}} where
 * @returns {Promise<{typed?: string, shown?: string}[]>}
 * @throws where a prompt does not come
 */
export async function record(steps, { columns, cwd, env, prompt }) {
  const shell = spawn('/bin/sh', ['-i'], { cols: columns, rows: 50, cwd, env });
  const ended = new Promise(resolve => shell.onExit(resolve));
  let screen = '';
  let look = () => {};
  shell.onData(text => {
    screen += text;
    look();
  });
  const until = word =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no prompt '${word}' in: ${screen}`)),
        PATIENCE_MS,
      );
      look = () => {
        const text = screen.replaceAll(MODES, '');
        // A prompt stands at the start of a line.
        if (text !== word && !text.endsWith(`\n${word}`)) return;
        clearTimeout(timer);
        look = () => {};
        screen = '';
        resolve(text);
      };
      look();
    });
  try {
    const events = [{ shown: await until(prompt) }];
    for (const { type, until: awaited } of steps) {
      shell.write(`${type}\r`);
      const text = await until(awaited);
      const echo = `${type}\r\n`;
      if (!text.startsWith(echo)) throw new Error(`'${type}' was answered with: ${text}`);
      events.push({ typed: type }, { shown: text.slice(type.length) });
    }
    return events;
  } finally {
    shell.kill('SIGKILL');
    await ended;
  }
}
