import { closeSync, statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { openTerminal } from '../process/signals.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Who runs vaultrun, and with what of a home. */
export interface User {
  uid: number | undefined;
  home: string | undefined;
  homeIsFolder: boolean;
  path: string | undefined;
  sudoUser: string | undefined;
}

export function user({ uid, home, homeIsFolder, path, sudoUser }: User): Finding[] {
  const name = uid === 0 ? 'root' : `user ${uid ?? 'of this system'}`;
  const findings: Finding[] = [];
  if (sudoUser && sudoUser !== 'root' && uid === 0) {
    findings.push(
      warn(
        'user',
        `root by way of sudo: the AWS config and the key store are root's (${home ?? 'no home'}), not those of ${sudoUser}`,
        "run vaultrun without sudo; to reach docker's daemon join the docker group, or use a rootless engine",
      ),
    );
  }
  if (!home || !homeIsFolder) {
    findings.push(
      warn(
        'user',
        home ? `HOME is ${home}, which is no folder` : 'HOME is not set',
        'set HOME: the AWS config, the key store and the settings are looked for there',
      ),
    );
  }
  if (!path) {
    findings.push(
      warn(
        'user',
        path === undefined ? 'PATH is not set' : 'PATH is empty',
        "set PATH to where aws-vault and the engine are, as in a login's shell",
      ),
    );
  }
  return findings.length > 0 ? findings : [ok('user', `${name}, home ${home}`)];
}

/** Which of the three streams are terminals, and whether there is one to ask on. */
export interface Streams {
  terminals: readonly boolean[];
  asks: boolean;
}

export function terminal({ terminals, asks }: Streams): Finding {
  const others = ['stdin', 'stdout', 'stderr'].filter((_, fd) => !terminals[fd]);
  const questions = asks
    ? 'questions can be asked'
    : 'no terminal here: an MFA code or passphrase cannot be asked for';
  const tty =
    others.length === 0
      ? 'the container gets a terminal (-t)'
      : others.length === 3
        ? 'the container gets no -t'
        : `the container gets no -t (${others.join(' and ')} ${others.length === 1 ? 'is' : 'are'} elsewhere)`;
  return ok('terminal', `${questions}, and ${tty}`);
}

export function streams(): Streams {
  const fd = openTerminal();
  if (fd !== undefined) closeSync(fd);
  return { terminals: [0, 1, 2].map(n => isatty(n)), asks: fd !== undefined };
}

export function userOf(env: NodeJS.ProcessEnv): User {
  const home = env.HOME || undefined;
  return {
    uid: process.getuid?.(),
    home,
    homeIsFolder: home !== undefined && isFolder(home),
    path: env.PATH,
    sudoUser: env.SUDO_USER,
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
