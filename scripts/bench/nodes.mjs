// The Nodes that are measured: 20, 22 and 24, each from VAULTRUN_TEST_NODE20 and so on, else the one that runs this.
import { spawnSync } from 'node:child_process';
import { notRun } from './table.mjs';

const MAJORS = ['20', '22', '24'];

/**
 * @typedef {{major: string, version: string, path: string, replaces: boolean, missing?: undefined}} FoundNode
 * @typedef {{major: string, missing: string}} MissingNode
 * @returns {(FoundNode | MissingNode)[]}
 */
export function findNodes() {
  const current = process.versions.node.split('.')[0];
  const majors = MAJORS.includes(current) ? MAJORS : [...MAJORS, current];
  return majors.map(major => {
    const variable = `VAULTRUN_TEST_NODE${major}`;
    const path = process.env[variable] ?? (major === current ? process.execPath : undefined);
    if (path === undefined)
      return { major, missing: `no Node ${major} here: name one in ${variable}` };
    return look(major, path) ?? { major, missing: `${path} (${variable}) is no Node ${major}` };
  });
}

/** The real program, for a shim (volta, nodenv) would be measured with it. */
function look(major, path) {
  const question = 'JSON.stringify([process.versions.node, process.execPath, !!process.execve])';
  const { status, stdout } = spawnSync(path, ['-p', question], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [version, execPath, replaces] = JSON.parse(stdout);
  return version.startsWith(`${major}.`) ? { major, version, path: execPath, replaces } : undefined;
}

/**
 * Measures with each Node that is there; a Node that is missing, or whose run fails, gets a row that says so.
 * @param {string} what the measure's name
 * @param {(node: FoundNode) => object[] | Promise<object[]>} measure
 */
export async function forEachNode(nodes, what, measure) {
  const rows = [];
  for (const node of nodes) {
    const name = `${what}, Node ${node.major}`;
    try {
      rows.push(...(node.missing ? [notRun(name, node.missing)] : await measure(node)));
    } catch (error) {
      rows.push(notRun(name, error.message));
    }
  }
  return rows;
}
