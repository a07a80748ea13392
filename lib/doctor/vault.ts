import type { BriefReply } from '../process/brief.ts';
import { type Finding, fail, failed, ok, warn } from './finding.ts';

const FORK = 'https://github.com/ByteNess/aws-vault#installing';

/** Which aws-vault a version belongs to, and whether it is still looked after. */
export function vaultVersion(text: string, path: string): Finding {
  const [version = '', major = 0, minor = 0] = /(\d+)\.(\d+)\.\d+\S*/.exec(text) ?? [];
  const where = `${version}, ${path}`;
  if (version === '') {
    return ok('aws-vault', `${path} does not tell its version in numbers`);
  }
  if (Number(major) < 7) {
    return warn(
      'aws-vault',
      `${where}: old, and nobody mends it`,
      `it names the session's end otherwise and knows no endpoints; install the live fork: ${FORK}`,
    );
  }
  if (Number(major) === 7 && Number(minor) <= 2) {
    return warn(
      'aws-vault',
      `${where}: 99designs' last, from 2023, and nobody mends it`,
      `install the live fork, which reads the same key store: ${FORK}`,
    );
  }
  return ok('aws-vault', `${where} (the ByteNess fork)`);
}

/** @param reply to `aws-vault --version`, which prints on stderr */
export function vault(path: string | undefined, reply: BriefReply | undefined): Finding {
  if (path === undefined || reply === undefined) {
    return failed('aws-vault', { kind: 'vault-missing' });
  }
  if (reply.late) {
    return fail('aws-vault', `${path} does not answer`, "see what 'aws-vault --version' waits for");
  }
  if (reply.status === 0) return vaultVersion(`${reply.stdout}${reply.stderr}`, path);
  const code = reply.code ?? (reply.status === undefined ? 'killed' : `status ${reply.status}`);
  return failed('aws-vault', { kind: 'vault-start', code });
}
