import { Failed } from '../errors.ts';
import { type Profiles, readProfiles, settingOf } from '../host/aws-config.ts';
import { ask } from '../process/question.ts';

/**
 * Asks for the code of the profile's MFA device on the terminal, in aws-vault's words.
 * @throws Failed 'mfa-code' where nobody can be asked, or what was typed is no code
 */
export async function mfaCode(
  { profile }: { profile: string },
  env: NodeJS.ProcessEnv,
): Promise<{ text: string } | { interrupted: NodeJS.Signals }> {
  const device = env.AWS_MFA_SERIAL || mfaSerial(readProfiles(env), profile);
  const answer = await ask(`Enter MFA code for ${device ?? `profile '${profile}'`}: `);
  if (answer === undefined) {
    throw new Failed({
      kind: 'mfa-code',
      profile,
      problem: 'there is no terminal to ask for it on',
      hint: 'give it with --mfa-token N',
    });
  }
  if ('interrupted' in answer) return answer;
  const text = answer.text.trim();
  if (/^\d{6}$/.test(text)) return { text };
  const problem = text === '' ? 'nothing was typed' : 'what was typed is not six digits';
  throw new Failed({ kind: 'mfa-code', profile, problem, hint: 'try again with the next one' });
}

/** The device that is asked first: a role's source comes before the role. */
export function mfaSerial(profiles: Profiles, profile: string): string | undefined {
  const line = new Set<string>();
  let name: string | undefined = profile;
  while (name && !line.has(name)) {
    line.add(name);
    name = settingOf(profiles, name, 'source_profile');
  }
  return [...line]
    .reverse()
    .map(each => settingOf(profiles, each, 'mfa_serial'))
    .find(Boolean);
}
