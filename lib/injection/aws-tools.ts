import { basename } from 'node:path';
import { placed } from './places.ts';

/** Programs that go to AWS by themselves. */
const AWS_TOOLS = new Set([
  'aws',
  'cdk',
  'copilot',
  'eksctl',
  'packer',
  'pulumi',
  'sam',
  'terraform',
  'terragrunt',
  'tofu',
]);

/** Both, for the `[default]` of the user's own config would win where it is a role or SSO. */
const LEADING = 'AWS_CONFIG_FILE={credentials-file} AWS_SHARED_CREDENTIALS_FILE={credentials-file}';

/**
 * What to tell of a command that would not find the credentials, but another identity: nothing secret stands in its
 * environment, and no word leads it to a file.
 */
export function toolNotice([command = '', ...args]: readonly string[]): string | undefined {
  const tool = basename(command);
  const nowhere = { envFile: '', credentialsFile: '' };
  const led = placed(args, nowhere).some((word, i) => word !== args[i]);
  return AWS_TOOLS.has(tool) && !led
    ? `${tool} finds these credentials by a file alone: … -- env ${LEADING} ${tool} …`
    : undefined;
}
