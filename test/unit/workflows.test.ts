import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, '.github/workflows');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  strategy?: { matrix: { os: string[]; node?: string[]; include?: { node: string }[] } };
  defaults?: { run: { 'working-directory': string } };
  steps: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

// jest has brought a parser along.
const yaml = createRequire(import.meta.url)('js-yaml');
const texts = Object.fromEntries(
  readdirSync(FOLDER).map(name => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);
const workflows: [string, Workflow][] = Object.entries(texts).map(([name, text]) => [
  name,
  yaml.load(text),
]);
const find = (name: string) => workflows.find(([each]) => each === name)?.[1] as Workflow;
const steps = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(job => job.steps);

describe.each(workflows)('%s', (name, workflow) => {
  test('may read the code and no more, but for the identity that signs a release', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const more = Object.values(workflow.jobs).flatMap(({ permissions }) =>
      permissions ? [permissions] : [],
    );
    expect(more).toEqual(name === 'release.yml' ? [{ contents: 'read', 'id-token': 'write' }] : []);
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(texts[name]).not.toContain('secrets.');
  });

  test('names each action by its commit, and tells the version', () => {
    const used = steps(workflow).flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) {
      expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(texts[name]).toMatch(new RegExp(`uses: ${action} # v\\d+\\.\\d+\\.\\d+\\n`));
    }
  });

  test('leaves no token in the checkout, and no job without an end', () => {
    for (const step of steps(workflow)) {
      if (step.uses?.startsWith('actions/checkout@')) {
        expect(step.with).toEqual({ 'persist-credentials': false });
      }
    }
    for (const job of Object.values(workflow.jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  test('runs only scripts that there are', () => {
    const ran = steps(workflow).flatMap(({ run = '' }) => [...run.matchAll(/npm run ([\w:]+)/g)]);
    for (const [, script] of ran) expect(Object.keys(PACKAGE.scripts)).toContain(script);
  });
});

test('the tests run on Linux and macOS, on every Node that package.json promises, and the oldest', () => {
  const { os, node, include } = find('ci.yml').jobs.test?.strategy?.matrix ?? { os: [] };
  expect(os).toEqual(['ubuntu-latest', 'macos-latest']);
  const promised = [...PACKAGE.engines.node.matchAll(/(\d+)(?:\.\d+\.\d+)?/g)];
  expect(node).toEqual(promised.map(([, major]) => major));
  const oldest = promised.map(([version]) => version).filter(version => version.includes('.'));
  expect(include?.map(each => each.node)).toEqual(oldest);
  const words = find('ci.yml').jobs.test?.steps.flatMap(({ run }) => run ?? []);
  expect(words).toEqual([
    'npm ci',
    'npm run lint',
    'npm run types',
    'npm test',
    'npm run test:release',
  ]);
});

test('a release is published with its provenance', () => {
  expect(find('release.yml').on).toEqual({ push: { tags: ['v*'] } });
  expect(steps(find('release.yml')).at(-1)?.run).toBe('npm publish --provenance');
});
