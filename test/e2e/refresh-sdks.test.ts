import { spawnSync } from 'node:child_process';
import { existsSync as isThere } from 'node:fs';
import { basename } from 'node:path';
import { Judge } from '../support/e2e-judge.ts';
import { beside, machine, needing } from '../support/e2e-machine.ts';
import { FreshSite } from '../support/e2e-refresh.ts';

const { awsImage, image, rootlessAws, sts } = machine;
const sdks = process.env.VAULTRUN_TEST_SDKS;
const terraform = spawnSync('/bin/sh', ['-c', 'command -v terraform']).stdout.toString().trim();
/** The folder of the JDK that the Java program was compiled with, where this machine has one. */
const jdk = spawnSync('/bin/sh', ['-c', 'dirname $(dirname $(readlink -f $(command -v javac)))'])
  .stdout.toString()
  .trim();
const tell = (text: string) => process.stderr.write(`e2e: ${text}\n`);

/** A set's life, and how long a program works: it outlives five sets, each renewed at two thirds of its life. */
const LIFE = 20;
const WORK = 80;

/** An ordinary user who can do nothing, in a container that cannot be written to. */
const NARROW = ['--user=1000', '--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];
const readonly = (from: string, to: string) => [
  '--mount',
  `type=bind,src=${from},dst=${to},readonly`,
];

/** Runs a program in a narrow container, and sees to it that none of its calls was made with an ended set. */
async function outlives(
  what: string,
  site: FreshSite,
  words: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const judge = await Judge.start(`${sts}`);
  const variables = [`AWS_ENDPOINT_URL=${judge.url}`, `SECONDS=${WORK}`];
  const flags = [...NARROW, '--network=host', ...variables.flatMap(each => ['-e', each])];
  const { stdout, stderr, status } = await site.ran(site.fresh(...flags, ...words), { env });
  judge.stop();
  tell(`${what}, ${site.place.engine.name}: ${judge.calls.length} calls from ${judge.sets} sets`);
  expect({ status, failed: stdout.match(/^(?:failed|.*Error).*/gim) ?? [] }).toEqual({
    status: 0,
    failed: [],
  });
  expect(judge.calls.filter(({ expired }) => expired)).toEqual([]);
  expect(judge.sets).toBeGreaterThanOrEqual(5);
  expect(stdout + stderr).not.toContain(site.secret);
  expect(site.left()).toEqual([]);
  return stdout;
}

/** The account that moto gives to everybody, again and again, to uid 1000. */
const ACCOUNTS = /^uid 1000\n(?:account 123456789012\n){20,}$/;

needing(sts && awsImage && sdks, 'one process of an SDK outlives five sets', () => {
  // The judge is in this process: asking an engine, which waits, would make a call look late. The sites go at the end.
  const made: [FreshSite, string][] = [];
  afterAll(() => {
    for (const [site, name] of made) site.engine('rmi', name);
  });

  const alsoRootless = rootlessAws
    ? (['docker', 'rootless podman'] as const)
    : (['docker'] as const);
  if (!rootlessAws) needing(false, 'boto3: rootless podman', () => {});
  beside('boto3', alsoRootless, [20], async place => {
    const site = new FreshSite(place, LIFE);
    const program = ['python3', '/sdk/probe.py'];
    const words = [...readonly(`${sdks}/python`, '/sdk'), `${awsImage}`, ...program];
    expect(await outlives('boto3', site, words)).toMatch(ACCOUNTS);
  });

  beside('JavaScript v3', ['docker'], [20], async place => {
    const site = new FreshSite(place, LIFE);
    const node = machine.nodes.get(24)?.path ?? process.execPath;
    const mounts = [...readonly(`${sdks}/javascript`, '/sdk'), ...readonly(node, '/node')];
    const words = [...mounts, `${awsImage}`, '/node', '/sdk/probe.mjs'];
    expect(await outlives('JavaScript v3', site, words)).toMatch(ACCOUNTS);
  });

  if (!isThere(`${sdks}/java`))
    tell('MISSING: a JDK and Maven; that Java outlives five sets is not shown here');
  beside('Java v2', isThere(`${sdks}/java`) ? ['docker'] : [], [20], async place => {
    const site = new FreshSite(place, LIFE);
    const mounts = [...readonly(`${sdks}/java`, '/sdk'), ...readonly(jdk, jdk)];
    // Debian keeps the JDK's own settings there.
    const settings = `/etc/${basename(jdk).replace(/-[^-]*$/, '')}`;
    if (isThere(settings)) mounts.push(...readonly(settings, settings));
    const program = [
      `${jdk}/bin/java`,
      '-XX:TieredStopAtLevel=1',
      '-cp',
      '/sdk:/sdk/lib/*',
      'Probe',
    ];
    expect(await outlives('Java v2', site, [...mounts, `${awsImage}`, ...program])).toMatch(
      ACCOUNTS,
    );
  });

  // Nothing but the program: its shell is a busybox from another image, by the default's name or by one of ours.
  beside('Go v2 in a scratch image', ['docker', 'rootless podman'], [20], async place => {
    const site = new FreshSite(place, LIFE);
    const bare = `${site.name()}-scratch`;
    made.push([site, await imported(site, `tar -C '${sdks}/go' -c probe`, bare)]);
    const byDefault = place.engine.name === 'docker';
    const env = byDefault ? {} : { VAULTRUN_BUSYBOX_IMAGE: image };
    if (byDefault && !has(site, 'busybox:musl')) {
      made.push([site, await imported(site, 'tar -C / -ch bin/busybox', 'busybox:musl')]);
    }
    expect(await outlives('Go v2', site, [bare, '/probe'], env)).toMatch(ACCOUNTS);
  });

  if (!terraform) tell('MISSING: terraform on PATH; that it outlives five sets is not shown here');
  beside('Terraform with its state in S3', terraform ? ['docker'] : [], [20], async place => {
    const site = new FreshSite(place, LIFE);
    const bucket = `states-${site.label.slice(-12)}`;
    const state = { version: 4, serial: 1, lineage: 'other', terraform_version: '1.11.0' };
    await put(bucket, '');
    await put(`${bucket}/other.tfstate`, JSON.stringify({ ...state, outputs: {}, resources: [] }));
    const mounts = [
      ...readonly(terraform, '/bin/terraform'),
      ...readonly(`${sdks}/terraform`, '/sdk'),
    ];
    const variables = [`TF_VAR_bucket=${bucket}`, 'TF_DATA_DIR=/tmp/data', 'CHECKPOINT_DISABLE=1'];
    const line =
      'id && terraform init -no-color -input=false -backend-config=bucket=$TF_VAR_bucket && exec terraform apply -no-color -input=false -auto-approve';
    const stdout = await outlives('Terraform', site, [
      '--tmpfs=/tmp:mode=1777',
      '--workdir=/sdk',
      ...variables.flatMap(each => ['-e', each]),
      ...mounts,
      image,
      'sh',
      '-c',
      line,
    ]);
    expect(stdout).toMatch(/^uid=1000/);
    expect(stdout).toContain('Apply complete! Resources: 6 added');
  });
});

async function imported(site: FreshSite, tar: string, name: string): Promise<string> {
  const line = `${tar} | ${site.place.engine.program} import - ${name}`;
  expect((await site.runCommand(['/bin/sh', '-c', line])).status).toBe(0);
  return name;
}

function has(site: FreshSite, name: string): boolean {
  const [file, ...args] = site.as([site.place.engine.program, 'image', 'inspect', name]);
  return spawnSync(file, args, { env: site.env }).status === 0;
}

/** Makes a bucket, or an object in one; moto takes any signature, but wants one. */
async function put(path: string, body: string): Promise<void> {
  const credential = 'Credential=AKIAQGAAAAAAEXAMPLE2/20200101/us-east-1/s3/aws4_request';
  const headers = {
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    'content-type': 'application/json',
  };
  const { status } = await fetch(`${sts}/${path}`, { method: 'PUT', headers, body });
  expect(status).toBe(200);
}
