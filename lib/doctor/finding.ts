import type { Failure } from '../errors.ts';
import { tell } from '../failures.ts';

/** What is checked, in the order of the report. */
export const CHECKS = [
  'platform',
  'node',
  'start',
  'terminal',
  'user',
  'settings',
  '.env',
  'config.env',
  'aws-config',
  'profile',
  'account',
  'region',
  'mfa',
  'credential-process',
  'aws-vault',
  'vault-image',
  'vault-volume',
  'backend',
  'nested',
  'variables',
  'endpoint',
  'engine',
  'daemon',
  'remote',
  'env-file',
  'runtime-folder',
  'image',
  'credentials',
  'container',
  'clock',
  'network',
] as const;
export type Check = (typeof CHECKS)[number];

/** One line of the report: what was looked at, what was found, and how to mend it. Never a secret. */
export interface Finding {
  check: Check;
  status: 'ok' | 'warn' | 'fail';
  detail: string;
  hint: string | null;
}

export function ok(check: Check, detail: string): Finding {
  return { check, status: 'ok', detail, hint: null };
}

export function warn(check: Check, detail: string, hint: string): Finding {
  return { check, status: 'warn', detail, hint };
}

export function fail(check: Check, detail: string, hint: string): Finding {
  return { check, status: 'fail', detail, hint };
}

/** A failure of the run itself, in the words in which the run would tell it. */
export function failed(check: Check, failure: Failure): Finding {
  const { error, hints } = tell(failure);
  return { check, status: 'fail', detail: error, hint: hints.join('; ') || null };
}

/** The findings as the report has them: by check, and within one as they came. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const place = ({ check }: Finding) => CHECKS.indexOf(check);
  return [...findings].sort((a, b) => place(a) - place(b));
}
