/** What the demo shows, in its order. */
export const STEPS = [
  'What would enter the container: the vault is asked for nothing',
  "The job: a container with the profile's credentials",
  'Long-lived keys, for the IAM calls that refuse a session: one line says so',
  'A vault that fails: the engine is never started',
  'While a container runs, and afterwards: the secret is in no file with a name and in no command line',
];

/** The parts of what the demo printed: what it says of itself, then each step without its heading. */
export function stepsOf(stdout: string): { first: string; headings: string[]; steps: string[] } {
  const [first = '', ...parts] = stdout.split(/^\d\. /m);
  return {
    first: first.trim(),
    headings: parts.map(part => part.slice(0, part.indexOf('\n'))),
    steps: parts.map(part => part.slice(part.indexOf('\n') + 1)),
  };
}

/** Holds a demo that went well against what it promises. */
export function expectShown(stdout: string): void {
  const { headings, steps } = stepsOf(stdout);
  expect(headings).toEqual(STEPS);
  const [dry, job, keys, failing, left] = steps;
  expect(dry).toMatch(/^aws-vault exec default -- env\n.* run --rm -i --env-file \/dev\/fd\/\d /m);
  expect(dry).toMatch(/^withheld +AWS_VAULT_FILE_PASSPHRASE +opens the vault$/m);
  expect(job).toMatch(/^AWS_ACCESS_KEY_ID=ASIA\w+$/m);
  expect(job).toMatch(/^AWS_SESSION_TOKEN=.{8}\.\.\.$/m);
  expect(keys).toMatch(/^AWS_ACCESS_KEY_ID=AKIA\w+$/m);
  expect(keys).not.toContain('AWS_SESSION_TOKEN');
  expect(failing).toMatch(
    /^ {2}-> status 125\n[\s\S]*^the container runs, with 0 AWS variables\n {2}-> status 0$/m,
  );
  expect(left?.match(/^ {2}0 found {2}/gm)).toHaveLength(6);
  expect(stdout).not.toContain('was expected');
}
