import { readFileSync, statSync } from 'node:fs';
import { configFile } from '../aws-config.ts';
import { codeOf } from '../errors.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

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

/** The AWS config, whether it can be read, and what is wrong in it. */
export function awsConfig(env: NodeJS.ProcessEnv): { findings: Finding[]; readable: boolean } {
  const file = configFile(env);
  const told = (finding: Finding, readable = false) => ({ findings: [finding], readable });
  if (file === undefined) {
    return told(
      warn('aws-config', 'there is no home to look for it in', 'set HOME, or AWS_CONFIG_FILE'),
    );
  }
  try {
    // What a pipe or a device holds is read once, or never ends.
    if (!statSync(file).isFile()) {
      return told(fail('aws-config', `${file} is no file`, 'set AWS_CONFIG_FILE to a file'));
    }
    const problems = problemsOf(readFileSync(file, 'utf8').replace(/^\u{feff}/u, ''));
    if (problems.length === 0) return told(ok('aws-config', file), true);
    const findings = problems.map(({ line, status, problem, hint }) =>
      (status === 'fail' ? fail : warn)('aws-config', `line ${line} of ${file} ${problem}`, hint),
    );
    return { findings, readable: true };
  } catch (error) {
    const code = codeOf(error);
    return told(
      code === 'ENOENT'
        ? warn(
            'aws-config',
            `${file} is not there, so no profile has a region, a role or an MFA device`,
            "make it: 'aws configure --profile NAME', or by hand",
          )
        : fail('aws-config', `${file} cannot be read (${code})`, 'make it readable'),
    );
  }
}
