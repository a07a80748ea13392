import { shellQuoted } from '../environment/quote.ts';
import { settingOf } from '../host/aws-config.ts';
import type { Snippet } from './snippet.ts';

/**
 * A profile of an AWS config that asks vaultrun for another's credentials. Its name is never that profile's own, which
 * would have it ask itself without end.
 */
export const credentialProcess: Snippet = ({ profile, profiles }) => {
  const name = `${plain(profile)}-via-vaultrun`;
  const region = settingOf(profiles, profile, 'region');
  return `\
# vaultrun for programs of the host, as a profile of ~/.aws/config: aws --profile ${name} sts get-caller-identity
[profile ${name}]
credential_process = vaultrun env --format credential-process ${uncommented(shellQuoted([profile]))}
${region ? `region = ${region}\n` : ''}`;
};

/** Some SDKs know a profile by such a name only: https://github.com/smithy-lang/smithy-typescript, parseIni */
function plain(text: string): string {
  return text.replace(/[^\w@+.%:/-]+/g, '-');
}

/** Some SDKs take what follows ` #` or ` ;` for a comment, in quotes too; sh and Python's shlex read this as the same. */
function uncommented(quoted: string): string {
  return quoted.replace(/(?<=\s)[#;]/g, "'\\$&'");
}
