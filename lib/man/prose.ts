import type { Tagged } from './roff.ts';

export const DESCRIPTION = [
  "vaultrun asks aws-vault on the host for credentials, keeps the variables that belong into a container, hands them to docker, podman, nerdctl, finch or Apple's container in an env-file that never has a name, and leaves nothing behind. Where there are no credentials there is no container.",
  "Everything behind the first -- is the engine's or the command's, word for word. vaultrun writes 'run --rm -i' (and -t where stdin, stdout and stderr are terminals) and the env-file in front of it, so an option of yours wins.",
];

export const SETTINGS = [
  "A value comes from the option, else from the environment, else from .env in the working directory, else from your own config.env; a profile that none of them names comes from AWS_PROFILE or AWS_VAULT. A flag that a file switches on is off for one run with the setting's value false in the environment, and a setting that is empty there is unset, whatever the files say. A list is separated by spaces or commas.",
  'A .env belongs to whoever wrote the repository, so it may set only what is marked so below; any other VAULTRUN_ key in it ends the run.',
];

export const ENVIRONMENT: readonly Tagged[] = [
  ['AWS_PROFILE', 'The profile, where nothing else names one.'],
  ['AWS_VAULT', 'Ditto, after AWS_PROFILE; aws-vault sets it in its subshells.'],
  ['AWS_CONFIG_FILE', 'The AWS config, in the place of ~/.aws/config.'],
  ['AWS_REGION, AWS_DEFAULT_REGION', "Beat the profile's region; --region beats both."],
  [
    'AWS_VAULT_BACKEND, AWS_VAULT_FILE_PASSPHRASE and the like',
    "aws-vault's own; it gets them, the container does not.",
  ],
  [
    'DOCKER_HOST, DOCKER_CONTEXT, CONTAINER_HOST, CONTAINER_CONNECTION',
    "The engine's own; read to tell whether it is on another machine.",
  ],
  [
    'VAULTRUN_ENV_FILE, VAULTRUN_CREDENTIALS_FILE',
    "Set by 'vaultrun exec' for its command: the paths of the two files. AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE lead to the second; a vaultrun below it takes the caller's again.",
  ],
  ['NO_COLOR', 'Switches colour off.'],
  ['XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR', 'Move the folders below.'],
];

export const FILES: readonly Tagged[] = [
  ['~/.config/vaultrun/config.env', "Your own settings: VAULTRUN_ names in dotenv's format."],
  ['.env', 'Settings of the repository in whose folder vaultrun is started.'],
  ['~/.aws/config', 'The profiles; read, never written.'],
  [
    '$XDG_RUNTIME_DIR, else /dev/shm, else $TMPDIR',
    'Where the env-file lies for the moment in which it has a name and is empty; with --refresh the folder that is mounted.',
  ],
  [
    '~/.cache/vaultrun',
    "Node's compile cache, and the busybox for images without a shell; no secret.",
  ],
  [
    '~/.local/state/vaultrun/refresh.log',
    'What the refresher of a detached container has to say; no secret.',
  ],
];

export const STATUSES: readonly Tagged[] = [
  [
    '125',
    'vaultrun, aws-vault or the engine failed before the command ran. docker ends some of its own errors with 1, and with 126 where its socket may not be used.',
  ],
  ['126', 'The command cannot be started.'],
  ['127', 'The command cannot be found.'],
  ['any other', "The container's or the command's own; its death by a signal is that of vaultrun."],
];

export const SECURITY = [
  "The secrets stand in no argument, no log and no environment but the container's own, and in no file that has a name, where the engine can read a descriptor. Whoever may use the engine (root, the docker group) can read them with its inspect command while the container runs; --refresh keeps them out of that. Everything inside the container can read them.",
  'SECURITY.md of the project has who can see what, at which moment and in which mode, each with the test that shows it.',
];
