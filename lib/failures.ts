import { styleText } from 'node:util';
import { didYouMean } from './command-line/near.ts';
import { optionHints, optionProblem } from './command-line/option-hints.ts';
import { dashesHints, dashesProblem, profilesHints } from './command-line/words-hints.ts';
import { shellQuoted } from './environment/quote.ts';
import type { Failure, Near } from './errors.ts';
import { oneLine } from './report.ts';
import { misspelt } from './settings/misspelt-settings.ts';

interface Told {
  error: string;
  hints: string[];
}

type CommandMissing = Extract<Failure, { kind: 'command-missing' }>;

/** The words of a failure: what went wrong, then how to mend it. Lower case, no full stop. */
export function tell(failure: Failure): Told {
  switch (failure.kind) {
    case 'usage':
      return { error: failure.problem, hints: [...didYouMean(failure.near), failure.hint] };
    case 'windows':
      return {
        error: 'vaultrun does not work on Windows itself',
        hints: [
          'use it inside WSL, with aws-vault and the engine there: https://learn.microsoft.com/windows/wsl/install',
        ],
      };
    case 'option':
      return { error: optionProblem(failure), hints: optionHints(failure) };
    case 'no-dashes':
      return { error: dashesProblem(failure), hints: dashesHints(failure) };
    case 'no-profile':
      return {
        error: 'no profile is named',
        hints: [
          ...misspelt(failure.unknown, ['VAULTRUN_PROFILE']).map(
            ({ problem, hint }) => `${problem}; ${hint}`,
          ),
          `name it: ${failure.example} (or set VAULTRUN_PROFILE or AWS_PROFILE)`,
        ],
      };
    case 'profiles':
      return {
        error: `${failure.words.length} profiles: ${failure.words.map(w => `'${w}'`).join(' and ')}`,
        hints: profilesHints(failure),
      };
    case 'setting':
      return {
        error: `${failure.origin}: ${failure.problem}`,
        hints: meantOr(failure.near, failure.hint),
      };
    case 'loop':
      if (failure.profile === undefined) {
        return {
          error:
            'the credential process asks vaultrun for what it itself is asked for, without end',
          hints: [
            "have the vaultrun in it ask aws-vault: put 'VAULTRUN_CREDENTIAL_PROCESS= ' in front of it",
          ],
        };
      }
      return {
        error: `profile '${failure.profile}' asks vaultrun for its own credentials, without end`,
        hints: [`name another profile in the credential_process of '${failure.profile}'`],
      };
    case 'source-circle':
      return {
        error: `the profiles are each other's source: ${failure.circle.join(' → ')}`,
        hints: ['name a profile with keys of its own as the source_profile of one of them'],
      };
    case 'vault-missing':
      return {
        error: 'aws-vault is not on PATH',
        hints: [
          'install it: https://github.com/ByteNess/aws-vault#installing',
          'or run it in a container, with --vault-image',
        ],
      };
    case 'vault-start':
      return {
        error: `aws-vault could not be started${becauseOf(failure.code)}`,
        hints: [mendStart('aws-vault', failure.code)],
      };
    case 'vault-failed':
      return {
        error: `aws-vault gave no credentials for profile '${failure.profile}' (${failure.ending})`,
        hints: failure.hints,
      };
    case 'vault-answer':
      return {
        error: `aws-vault's answer for profile '${failure.profile}' cannot be used: ${failure.problem}`,
        hints: [
          `see what it says by itself: ${failure.vault} -- exec ${shellQuoted([failure.profile])} -- env | cut -d= -f1`,
        ],
      };
    case 'vault-container':
      return {
        error: `${failure.engine} could not run aws-vault in the image ${failure.image} (status ${failure.status})`,
        hints:
          failure.status === 125
            ? [
                'its own message stands above; name another image with --vault-image',
                `or see what it says by itself: ${failure.vault} -- --version`,
              ]
            : ['the image has no aws-vault on its PATH: name another with --vault-image'],
      };
    case 'vault-remote':
      return {
        error: `aws-vault cannot run in a container on ${failure.host}, which sees no folder of this machine`,
        hints: ['use an engine of this machine, or aws-vault on this host'],
      };
    case 'vault-config':
      return {
        error: `the AWS config ${failure.file} cannot be made (${failure.code})`,
        hints: ['aws-vault keeps its profiles there; name another file with AWS_CONFIG_FILE'],
      };
    case 'passphrase':
      return { error: failure.problem, hints: [failure.hint] };
    case 'mfa-code':
      return {
        error: `the profile '${failure.profile}' wants an MFA code: ${failure.problem}`,
        hints: [failure.hint],
      };
    case 'process-failed':
      return {
        error: `the credential process gave no credentials (${failure.ending})`,
        hints: ['its own message stands above; try the command by itself'],
      };
    case 'process-answer':
      return {
        error: `the credential process's answer cannot be used: ${failure.problem}`,
        hints: [
          failure.ended
            ? 'the session that it gives has ended: log in again where it takes it from (aws sso login and the like)'
            : 'it has to print this JSON: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html',
        ],
      };
    case 'account':
      return {
        error:
          failure.found === undefined
            ? `the access key does not tell its account, and it has to be ${failure.wanted}`
            : `the credentials belong to account ${failure.found}, not to ${failure.wanted}`,
        hints: [accountHint(failure)],
      };
    case 'command-missing':
      return {
        error: `${shellQuoted([failure.command])} cannot be started${failure.found ? becauseOf(failure.code) : ` (${failure.code})`}`,
        hints: [commandHint(failure)],
      };
    case 'mask':
      return {
        error: `the output cannot be masked here: mkfifo could not be started (${failure.code})`,
        hints: ['put mkfifo on PATH; the coreutils and busybox have it'],
      };
    case 'output':
      return {
        error: `the output could not be written (${failure.code})`,
        hints: ['whatever was written before that is not to be used'],
      };
    case 'engine-missing':
      return {
        error:
          failure.engines.length === 1
            ? `${failure.engines[0]} is not on PATH`
            : `no container engine is on PATH (looked for ${failure.engines.join(', ')})`,
        hints: [
          failure.engines.length === 1
            ? 'install it, or name another with --engine'
            : 'install one of them, or put it on PATH',
        ],
      };
    case 'engine-start':
      return {
        error: `${failure.engine} could not be started${becauseOf(failure.code)}`,
        hints: [mendStart(failure.engine, failure.code)],
      };
    case 'engine-refused':
      return { error: failure.reason, hints: ['use another engine: --engine docker'] };
    case 'refresh-engine':
      return {
        error: `--refresh cannot reach this container: ${failure.reason}`,
        hints: ['leave --refresh out, or use an engine of this machine'],
      };
    case 'refresh-daemon':
      return {
        error: `${failure.engine}'s daemon cannot be asked about the image ${failure.image}, as --refresh has to`,
        hints: [
          `its own message stands above; see how to mend it: vaultrun doctor --engine ${failure.engine}`,
        ],
      };
    case 'refresh-image':
      return {
        error: failure.never
          ? `the image ${failure.image} is not there, and --pull=never keeps ${failure.engine} from pulling it`
          : `the image ${failure.image} is not there, and ${failure.engine} could not pull it`,
        hints: [
          failure.never
            ? `leave --pull=never out, or make it first: ${failure.engine} pull ${shellQuoted([failure.image])}`
            : 'its own message stands above; see whether the name is right, or a login is missing',
        ],
      };
    case 'refresh-question':
      return {
        error: `${failure.engine} does not tell what --refresh has to know (${failure.question}: ${failure.ending})`,
        hints: [`see what it says by itself: ${failure.engine} ${failure.question}`],
      };
    case 'refresh-conflict':
      return {
        error: `${failure.place} sets ${failure.name}, which would take the place of the fresh credentials`,
        hints: [`take ${failure.name} out, or leave --refresh out`],
      };
    case 'refresh-answer':
      return {
        error: `the credentials cannot be delivered: ${failure.problem}`,
        hints: ['ask their source by itself: vaultrun env --format json'],
      };
    case 'refresh-shell':
      return {
        error: `the image has no sh, and ${failure.image} gives none: ${failure.problem}`,
        hints: [failure.hint],
      };
    case 'renewal':
      return {
        error: `the credentials${failure.profile === undefined ? '' : ` of '${failure.profile}'`} cannot be renewed: ${failure.reason}; those in the container end at ${failure.until}`,
        hints: [
          `vaultrun goes on trying; ${failure.command === '' ? 'see in another terminal what the credential process says' : `in another terminal: ${failure.command}`}`,
        ],
      };
    case 'handed-on':
      return {
        error: `nobody could be left to renew the credentials (${failure.code})`,
        hints: ['the container goes on with the ones that it has until they end'],
      };
    case 'value':
      return {
        error: `${failure.name} cannot be handed on: ${failure.problem}`,
        hints: [`change its value, or leave it out: --drop ${failure.name}`],
      };
    case 'runtime-folder':
      return {
        error: 'no folder can take the credentials',
        hints: failure.tried.map(({ folder, code }) => `${folder}: ${code}`),
      };
    case 'unexpected':
      return {
        error: `something unforeseen happened (${failure.name}, ${failure.code})`,
        hints: ['please report it: https://github.com/vaultrun/vaultrun/issues'],
      };
  }
}

/** Why a program that was found could not be started: the system says of it too that it is not there. */
function becauseOf(code: string): string {
  return code === 'ENOENT' ? ': its interpreter is missing' : ` (${code})`;
}

function accountHint({ found, setting }: Extract<Failure, { kind: 'account' }>): string {
  const made = 'only keys made since 2019 tell; make a new one';
  if (setting === undefined) {
    return found === undefined
      ? `${made}, or leave --account out`
      : 'name the profile of that account, or another --account';
  }
  const mend = found === undefined ? made : 'name the profile of that account';
  return `${mend}; ${setting} says so: VAULTRUN_ACCOUNT= vaultrun … asks for none this once`;
}

function commandHint({ command, found, code }: CommandMissing): string {
  if (command === '') return 'its name is empty, as that of a variable that is not set';
  if (found && code === 'ENOENT') return mendStart(command, code);
  // A path may well hold a space.
  return /^[^/\s]+\s/.test(command)
    ? 'that is one word with spaces: take off the quotes, or write sh -c before it'
    : "exec runs a program of the host; an image wants 'vaultrun run'";
}

function mendStart(program: string, code: string): string {
  return code === 'ENOENT'
    ? `install what the first line of ${program}'s file names, or ${program} for this system`
    : `see whether '${program} --version' works here`;
}

/** The question alone, where there is a near word: it says more than a list of all that there are. */
function meantOr(word: Near | undefined, hint: string): string[] {
  const meant = didYouMean(word);
  return meant.length > 0 ? meant : [hint];
}

/**
 * A failure as the lines that stderr gets, newline at the end.
 * @param colour whether stderr is a terminal that wants colour (https://no-color.org)
 */
export function render(failure: Failure, colour: boolean): string {
  const { error, hints } = tell(failure);
  const paint = (style: 'red' | 'cyan', text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  return [
    `vaultrun: ${paint('red', 'error:')} ${oneLine(error)}\n`,
    ...hints.map(hint => `vaultrun: ${paint('cyan', 'hint:')} ${oneLine(hint)}\n`),
  ].join('');
}
