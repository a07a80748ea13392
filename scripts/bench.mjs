// Measures vaultrun against the bars of its design, and ends with one table. A figure over its bar is no failure: a
// benchmark measures. It fails (1) only where nothing at all could be measured.
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureDelivery } from './bench/delivery.mjs';
import { measureMask } from './bench/mask.mjs';
import { measureMemory } from './bench/memory.mjs';
import { findNodes } from './bench/nodes.mjs';
import { measureRefresh } from './bench/refresh.mjs';
import { Stage } from './bench/stage.mjs';
import { measureStartup } from './bench/startup.mjs';
import { measureStdin } from './bench/stdin.mjs';
import { notRun, table } from './bench/table.mjs';
import { measureWholeRun } from './bench/whole-run.mjs';

const MEASURES = {
  startup: measureStartup,
  'whole-run': measureWholeRun,
  memory: measureMemory,
  stdin: measureStdin,
  mask: measureMask,
  delivery: measureDelivery,
  refresh: measureRefresh,
};
const NAMES = Object.keys(MEASURES);
const USAGE = `usage: npm run bench -- [--quick] [--only ${NAMES.join('|')}]…`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: NAMES },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const unknown = values.only.find(name => !NAMES.includes(name));
    if (unknown === undefined) return values;
    console.error(`bench: error: nothing is named '${unknown}'\n${USAGE}`);
  } catch (error) {
    console.error(`bench: error: ${error.message}\n${USAGE}`);
  }
  return process.exit(2);
}

function makeStage() {
  try {
    return new Stage();
  } catch (error) {
    console.error(`bench: error: ${error.message}`);
    console.error('bench: hint: dist/ has to be there: npm run build');
    return process.exit(1);
  }
}

const { quick, only, help } = readArguments();
if (help) {
  console.log(USAGE);
  process.exit();
}

const stage = makeStage();
const [loadBefore] = loadavg();
process.on('exit', () => stage.remove());
for (const [signal, status] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 })) {
  process.on(signal, () => process.exit(status));
}

const nodes = findNodes();
const rows = [];
for (const name of NAMES.filter(each => only.includes(each))) {
  const progress = text => console.error(`${name}: ${text}`);
  try {
    rows.push(...(await MEASURES[name]({ stage, nodes, quick, progress })));
  } catch (error) {
    rows.push(notRun(name, error.message));
  }
}
console.log(table(rows));
const loads = `${loadBefore.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after`;
console.log(`${availableParallelism()} CPUs, load ${loads}`);
if (rows.every(row => row.why)) {
  console.error('bench: error: nothing could be measured here');
  process.exitCode = 1;
}
