import { readFileSync, statSync } from 'node:fs';
import { configFile } from './config-file.ts';
import { entries } from './ini.ts';

/** A line of the AWS config that does not say what it seems to say. Its text is never shown: it may be a key. */
export interface Problem {
  line: number;
  status: 'warn' | 'fail';
  problem: string;
  hint: string;
}

// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
const OTHERS = /^(?:preview|plugins|services\s+\S.*)$/;
/** What other programs take for a profile or a session; aws-vault has its own way of writing each. */
const MEANT = /^(?:(default)|(profile|sso-session)\s+(["']?)(.*?)\3)$/i;
/** A name that may be shown: it looks like that of a profile, and not like a key. */
const NAME = /^[\w.@-]{1,32}$/;

/** What is wrong with the text of an AWS config, by line. */
export function problemsOf(text: string): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const entry of entries(text)) {
    const { line } = entry;
    const add = (status: Problem['status'], problem: string, hint: string) =>
      problems.push({ line, status, problem, hint });
    if (entry.kind === 'broken') {
      add('fail', 'is neither a section nor a setting', 'write NAME = VALUE, or take it out');
    } else if (entry.kind === 'section') {
      const before = seen.get(entry.name);
      if (before !== undefined) {
        add('warn', `repeats the section of line ${before}`, 'put the two together');
      }
      seen.set(entry.name, line);
      const header = headerProblem(entry.name);
      if (header) add('warn', header.problem, header.hint);
    } else if (seen.size === 0) {
      add('warn', 'stands before any section', 'put it below a [profile NAME]');
    } else if (entry.key === 'aws_secret_access_key') {
      add(
        'warn',
        'holds a secret key in plain text',
        'keep it in the vault: vaultrun vault -- add NAME',
      );
    }
  }
  return problems;
}

/** What keeps aws-vault from reading a section for what it is meant to be. */
function headerProblem(section: string): { problem: string; hint: string } | undefined {
  if (OTHERS.test(section)) return undefined;
  const [, alone, kind = '', , named = ''] = MEANT.exec(section.trim()) ?? [];
  const name = alone ? 'default' : named.trim();
  if (name === '') {
    return { problem: 'is the section of no profile', hint: `write [profile ${shown(section)}]` };
  }
  const right = name === 'default' ? name : `${kind.toLowerCase()} ${name}`;
  if (section === right) return undefined;
  return {
    problem: `is not what aws-vault reads for ${NAME.test(name) ? `'${name}'` : 'that name'}`,
    hint: `write [${right.replace(name, shown(name))}]: quotes, spaces and capitals count there`,
  };
}

function shown(name: string): string {
  return NAME.test(name) ? name : 'NAME';
}

/** Whether there is an AWS config that cannot be read, or not as it is meant. */
export function isBroken(env: NodeJS.ProcessEnv): boolean {
  const file = configFile(env);
  try {
    if (file === undefined || !statSync(file, { throwIfNoEntry: false })) return false;
    return problemsOf(configText(file)).some(({ status }) => status === 'fail');
  } catch {
    return true;
  }
}

/** @throws the system's error; EINVAL for what is no file: what a pipe or a device holds is read once, or never ends */
export function configText(file: string): string {
  if (!statSync(file).isFile()) throw Object.assign(new Error(), { code: 'EINVAL' });
  return readFileSync(file, 'utf8');
}
