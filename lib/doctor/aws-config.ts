import { statSync } from 'node:fs';
import { codeOf } from '../errors.ts';
import { configText, problemsOf } from '../host/aws-config-problems.ts';
import { configFile } from '../host/config-file.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

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
    if (!statSync(file).isFile()) {
      return told(fail('aws-config', `${file} is no file`, 'set AWS_CONFIG_FILE to a file'));
    }
    const problems = problemsOf(configText(file));
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
            "'vaultrun vault -- add NAME' makes it; then 'region = R' below its [profile NAME]",
          )
        : fail('aws-config', `${file} cannot be read (${code})`, 'make it readable'),
    );
  }
}
