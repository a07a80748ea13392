// A whole run with the real docker, by the clock: vaultrun against the line that it replaces (with a bare Node in front,
// as vaultrun needs one too), and against handing the variables over by docker's own environment.
import { IMAGE, whyNoDocker } from './docker.mjs';
import { forEachNode } from './nodes.mjs';
import { CREDENTIAL_NAMES } from './stage.mjs';
import { interleave, median, ratioError } from './statistics.mjs';
import { notRun, row } from './table.mjs';

const NAME = 'whole run';
const BAR = 1.08;
const WARM_UPS = 3;

const RUN = `docker run --rm -i`;
const ONE_LINER = `${RUN} --env-file <(aws-vault exec dev -- env | grep ^AWS_) "$1" true`;
const BY_NAMES = `aws-vault exec dev -- ${RUN} ${CREDENTIAL_NAMES.map(n => `-e ${n}`).join(' ')} "$1" true`;

export async function measureWholeRun({ stage, nodes, quick, progress }) {
  const env = stage.dockerEnvironment();
  const why = whyNoDocker(env);
  if (why) return [notRun(NAME, why)];
  const rounds = quick ? 5 : 40;
  // All start from the same bash, as they would from a terminal or a Makefile.
  const timed =
    (script, ...args) =>
    () => {
      const start = performance.now();
      stage.bash(script, ['bash', IMAGE, ...args], env);
      return performance.now() - start;
    };
  return forEachNode(nodes, NAME, async ({ major, version, path }) => {
    progress(`Node ${version}, ${rounds} rounds`);
    const { ours, oneLiner, byNames } = await interleave(
      {
        oneLiner: timed(`"$2" -e 0; ${ONE_LINER}`, path),
        ours: timed('"$2" "$3" dev -- "$1" true', path, stage.vaultrun),
        byNames: timed(BY_NAMES),
      },
      rounds,
      WARM_UPS,
    );
    const against = (label, theirs, bar) =>
      row(`${NAME}, Node ${major}`, {
        ours: `${median(ours).toFixed(0)} ms`,
        theirs: `${label}: ${median(theirs).toFixed(0)} ms`,
        figure: median(ours) / median(theirs),
        unit: ' x',
        bar,
        error: ratioError(ours, theirs),
      });
    return [
      against('node -e 0; one-liner', oneLiner, BAR),
      // Without a Node in front it is another job; the design sets no bar for it.
      against('aws-vault exec -- docker run -e', byNames),
    ];
  });
}
