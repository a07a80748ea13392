import { closeSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { oneLine } from '../report.ts';
import { ENDING, listen, openTerminal } from './signals.ts';
import { stty } from './stty.ts';

/** A line that was typed, or the signal that came instead; undefined: there is no terminal, or none that hides. */
export type Answer = { text: string } | { interrupted: NodeJS.Signals } | undefined;

/**
 * Asks on the terminal of this process, whatever stdin is, and reads one line; what was typed ahead of it stays there.
 * @param hidden what is typed is not shown. The terminal does the rest, so that its own keys work, and is put back at
 * every end but by KILL, a fault or a real-time signal; ^Z shows the letters again for as long as we are stopped
 */
export async function ask(question: string, hidden = false): Promise<Answer> {
  const screen = openTerminal();
  if (screen === undefined) return undefined;
  const saved = hidden ? stty(screen, '-g') : '';
  const hide = () => !hidden || stty(screen, '-echo') !== undefined;
  const show = () => hidden && stty(screen, `${saved}`);
  const prompt = () => writeSync(screen, oneLine(question));
  const signal = nextSignal();
  const stopped = listen(['SIGTSTP'], () => {
    show();
    process.kill(process.pid, 'SIGSTOP');
    hide();
    prompt();
  });
  try {
    if (saved === undefined || !hide()) return undefined;
    prompt();
    const answer = await lineOr(signal.came);
    if (hidden || answer === undefined || 'interrupted' in answer) writeSync(screen, '\n');
    return answer;
  } finally {
    show();
    stopped();
    signal.stop();
    closeSync(screen);
  }
}

/** Listens from now on, so that none comes between the question and the first look for one. */
function nextSignal(): { came: Promise<Answer>; stop: () => void } {
  let stop = () => {};
  const came = new Promise<Answer>(resolve => {
    stop = listen(ENDING, signal => resolve({ interrupted: signal }));
  });
  return { came, stop };
}

async function lineOr(instead: Promise<Answer>): Promise<Answer> {
  const fd = openTerminal();
  if (fd === undefined) return undefined;
  const keys = new ReadStream(fd);
  const line = new Promise<Answer>(resolve => {
    let typed = '';
    keys.setEncoding('utf8').on('data', data => {
      typed += data;
      if (typed.includes('\n')) resolve({ text: typed.replace(/\r?\n.*$/s, '') });
    });
    // ^D, or a terminal that hung up.
    keys.on('end', () => resolve({ text: typed }));
    keys.on('error', () => resolve({ text: '' }));
  });
  try {
    return await Promise.race([line, instead]);
  } finally {
    keys.destroy();
  }
}
