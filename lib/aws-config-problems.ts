import { readFileSync, statSync } from 'node:fs';
import { configFile } from './aws-config.ts';

/** A line of the AWS config that does not say what it seems to say. Its text is never shown: it may be a key. */
export interface Problem {
  line: number;
  status: 'warn' | 'fail';
  problem: string;
  hint: string;
}

// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
const SECTION = /^(?:default|preview|plugins|(?:profile|sso-session|services)\s+\S.*)$/;
/** A name that may be shown: it looks like that of a profile, and not like a key. */
const NAME = /^[\w.@-]{1,32}$/;

/** What is wrong with the text of an AWS config, by line. */
export function problemsOf(text: string): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  let inSection = false;
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = at + 1;
    const add = (status: Problem['status'], problem: string, hint: string) =>
      problems.push({ line, status, problem, hint });
    if (/^\s*(?:[#;].*)?$/.test(raw)) continue;
    const section = /^\s*\[\s*(.*?)\s*\]/.exec(raw)?.[1];
    if (section !== undefined) {
      inSection = true;
      const before = seen.get(section);
      if (before !== undefined) {
        add('warn', `repeats the section of line ${before}`, 'put the two together');
      }
      seen.set(section, line);
      if (!SECTION.test(section)) {
        const name = NAME.test(section) ? section : 'NAME';
        add('warn', 'is the section of no profile', `write [profile ${name}]`);
      }
      continue;
    }
    // Indented lines belong to a nested setting.
    if (/^\s/.test(raw) && inSection) continue;
    if (!raw.includes('=')) {
      add('fail', 'is neither a section nor a setting', 'write NAME = VALUE, or take it out');
    } else if (!inSection) {
      add('fail', 'stands before any section', 'put it below a [profile NAME]');
    } else if (/^aws_secret_access_key\s*=/i.test(raw)) {
      add(
        'warn',
        'holds a secret key in plain text',
        'keep it in the vault: vaultrun vault -- add NAME',
      );
    }
  }
  return problems;
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
  return readFileSync(file, 'utf8').replace(/^\u{feff}/u, '');
}
