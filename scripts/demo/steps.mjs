import { commandLinesWith, filesWith, leftovers } from './search.mjs';
import { secretsOf } from './vault.mjs';

/** Variables of a host as people have them; one of them is for the container. */
const HOST = {
  AWS_PAGER: 'less',
  AWS_PROFILE: 'work',
  AWS_MAX_ATTEMPTS: '5',
  AWS_CA_BUNDLE: '/etc/ssl/corp.pem',
  AWS_VAULT_FILE_PASSPHRASE: 'hunter2',
  AWS_DEPLOY_TOKEN: 'not-for-you',
};

/** The container's own look at its environment, its secrets cut short; an image needs no more than sh and env for it. */
const LOOK =
  'env | while read -r v; do case $v in AWS_SE*) printf "%.26s...\\n" "$v";; AWS_*) echo "$v";; esac; done';
const COUNT =
  'n=0; for v in $(env); do case $v in AWS_*) n=$((n+1)); esac; done; echo "the container runs, with $n AWS variables"';
const WAIT = 'echo ready; read -r line; exit 0';

const NO_PROFILE = 'no-such-profile';

/** Plays the steps in their order. */
export async function play(show, stage, engine, vault) {
  const { profile } = vault;
  const { image, name } = engine;
  if (name !== 'docker') console.log(`$ export VAULTRUN_ENGINE=${name}`);

  show.heading('What would enter the container: the vault is asked for nothing');
  show.run(['vaultrun', profile, '--dry-run', '--', image, 'env'], { env: HOST });

  show.heading("The job: a container with the profile's credentials");
  show.run(['vaultrun', profile, '--', image, 'sh', '-c', LOOK]);

  show.heading('Long-lived keys, for the IAM calls that refuse a session: one line says so');
  if (vault.standIn) {
    show.run(['vaultrun', '--no-session', profile, '--', image, 'sh', '-c', LOOK]);
  } else {
    show.say('left out: your own long-lived keys are not for a demo (vaultrun --no-session)');
  }

  show.heading('A vault that fails: the engine is never started');
  show.run(['vaultrun', NO_PROFILE, '--', image, 'sh', '-c', COUNT], { status: 125 });
  show.say('and the line that vaultrun replaces, which runs the container all the same:');
  const vaultPart = `aws-vault exec ${NO_PROFILE} -- env | grep ^AWS_`;
  show.runInBash(`${name} run --rm -i --env-file <(${vaultPart}) ${image} sh -c '${COUNT}'`);

  show.heading(
    'While a container runs, and afterwards: the secret is in no file with a name and in no command line',
  );
  const secrets = secretsOf(vault, stage.env);
  const look = when => {
    const left = leftovers(stage);
    const processes = commandLinesWith(secrets);
    show.none(
      left.length,
      `${when}: files and folders left in ${stage.runtime ?? 'the runtime folders'}`,
    );
    show.none(filesWith(secrets, left).length, `${when}: of them with the secret key or the token`);
    show.none(
      processes.found,
      `${when}: of ${processes.all} command lines (/proc/*/cmdline) with either`,
    );
  };
  await show.runMeanwhile(['vaultrun', profile, '--', image, 'sh', '-c', WAIT], () =>
    look('meanwhile'),
  );
  look('afterwards');
}
