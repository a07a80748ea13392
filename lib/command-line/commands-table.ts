import type { CommandName } from './options.ts';

/** What the help, the man page and completion tell of a command. */
export interface CommandHelp {
  /** what follows `vaultrun`, one way to call it a line */
  usage: readonly string[];
  /** one line, for a list of the commands */
  about: string;
  /** paragraphs; `vaultrun` and what is typed stand as they are typed */
  text: readonly string[];
  /** command lines that work, each with what it does */
  examples: readonly (readonly [line: string, about: string])[];
}

/** Every command; the order is that of the help. Read by the help, the man page and completion only. */
export const COMMAND_TABLE: Readonly<Record<CommandName, CommandHelp>> = {
  run: {
    usage: ['[run] [options] [profile] -- [run options] IMAGE [command…]'],
    about: "run a container with the profile's credentials",
    text: [
      'Asks aws-vault for a session of the profile and runs the image with it. The credentials are handed over in an env-file that never has a name; without credentials there is no container.',
      "Everything behind the first -- is the engine's, word for word. vaultrun writes 'run --rm -i' (and -t where stdin, stdout and stderr are terminals) in front of it, so an option of yours wins: --rm=false, -t=false, -e AWS_REGION=…",
      "The status and the signals are the container's own; 125 where vaultrun or the engine failed before it ran.",
    ],
    examples: [
      ['vaultrun default -- myimage sh', 'a shell with a session of default'],
      ['vaultrun -n admin -- terraform-image plan', 'long-lived keys, for IAM'],
      ['vaultrun dev -- -v "$PWD:/work" -w /work myimage sh', "any option of docker's"],
      ['tar c . | vaultrun dev -- myimage tar t', 'stdin reaches the container'],
      ['vaultrun --dry-run dev -- myimage', 'what would be run and passed'],
    ],
  },
  exec: {
    usage: ['exec [options] [profile] -- COMMAND [args…]'],
    about: 'run a command of the host, with the credentials in a file',
    text: [
      "Runs any command of the host as the profile, and puts nothing secret into its environment. The credentials stand in a shared credentials file, to which AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE lead AWS tools, the variables in an env-file. Their paths are VAULTRUN_CREDENTIALS_FILE and VAULTRUN_ENV_FILE, and {credentials-file} and {env-file} in the command's arguments.",
      'Keys and a profile of the shell, which would beat that file, do not reach the command, nor does the passphrase of the vault or what --drop names; the region does, and so does the rest of the environment as it is.',
      "The status is the command's own; 127 where it cannot be found, 126 where it cannot be started.",
    ],
    examples: [
      ['vaultrun exec dev -- aws s3 ls', 'an AWS tool of the host'],
      ['vaultrun exec dev -- docker compose up', 'compose, whose env_file is VAULTRUN_ENV_FILE'],
      [
        'vaultrun exec dev -- docker build --secret id=aws,src={credentials-file} .',
        'a build that needs credentials',
      ],
    ],
  },
  env: {
    usage: ['env [options] [--format env|json|export|credential-process] [profile]'],
    about: 'print what a container would get',
    text: [
      'Prints the variables, sorted; it runs nothing and needs no engine. With --format credential-process it is a credential_process for ~/.aws/config.',
    ],
    examples: [
      ['vaultrun env dev', 'NAME=VALUE, one a line'],
      ['vaultrun env --format json dev', 'one object of strings'],
      ['eval "$(vaultrun env --format export dev)"', 'into the shell'],
      ['vaultrun env --format credential-process dev', 'for an AWS SDK'],
    ],
  },
  vault: {
    usage: ['vault [options] -- AWS-VAULT-ARGS…'],
    about: 'aws-vault itself, wherever it lives',
    text: [
      'Runs aws-vault with these arguments: the one of the host, or the one in the container of --vault-image, with its keys in --vault-volume. The terminal is its own.',
    ],
    examples: [
      ['vaultrun vault -- add dev', 'store the keys of a profile'],
      ['vaultrun vault -- list', 'the profiles and their sessions'],
      ['vaultrun vault -- clear dev', 'forget the stored sessions of a profile'],
    ],
  },
  doctor: {
    usage: ['doctor [options] [profile] [-- [run options] IMAGE]'],
    about: 'check every part that a run needs, and say how to mend it',
    text: [
      'Looks at the machine, the settings, the profile, the vault, the shell and the engine as a run would, and says of each whether it is well, or what would mend it. Without --deep it asks the vault for nothing and starts nothing; it prints no secret.',
      'The status is 1 where something would keep a run from working, else 0.',
    ],
    examples: [
      ['vaultrun doctor', 'this machine'],
      ['vaultrun doctor dev', 'and a profile'],
      ['vaultrun doctor dev -- myimage', 'and an image'],
    ],
  },
  init: {
    usage: ['init make|alias|compose|credential-process [profile] [image]'],
    about: 'print a ready snippet',
    text: [
      'Prints a snippet to be pasted or redirected: a part of a Makefile, functions of the shell, a compose file, or a profile of ~/.aws/config. It writes no file itself.',
    ],
    examples: [
      ['vaultrun init make dev myimage', 'targets for a Makefile'],
      ['vaultrun init alias dev myimage', 'functions for the shell'],
      ['vaultrun init compose dev myimage', 'a compose file'],
      ['vaultrun init credential-process dev', 'a profile whose credentials come from another'],
    ],
  },
  completion: {
    usage: ['completion bash|zsh|fish'],
    about: 'print a completion script',
    text: [
      'Prints a script that completes commands, options and their values, and the profile names of ~/.aws/config; behind the -- it leaves the word to the completion of the engine or the command.',
    ],
    examples: [
      ['source <(vaultrun completion bash)', 'in ~/.bashrc'],
      ['source <(vaultrun completion zsh)', 'in ~/.zshrc, behind compinit'],
      ['vaultrun completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
  },
};

/** The options that the help shows before a command is named: those that most people want one day. */
export const COMMON_OPTIONS = [
  'no-session',
  'duration',
  'region',
  'mfa-token',
  'account',
  'engine',
  'refresh',
  'mask',
  'dry-run',
  'quiet',
];
