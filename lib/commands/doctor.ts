import type { Call } from '../call.ts';
import { columnsOf } from '../command-line/columns.ts';
import { examine } from '../doctor/examine.ts';
import { inOrder } from '../doctor/finding.ts';
import { page } from '../doctor/page.ts';
import { settle } from '../doctor/settled.ts';
import { print, show } from '../print.ts';
import { reportTo, wantsColour } from '../report.ts';

const MOST_COLUMNS = 100;
const FEWEST_COLUMNS = 60;

/**
 * Checks every part that a run needs, and says of each how to mend it. Asks the vault for nothing and starts no
 * container, but with --deep.
 * @returns 1 where something would keep a run from working, else 0
 * @throws Failed 'usage' for what is wrong on the command line, 'output'
 */
export async function doctor(call: Omit<Call, 'settings'>): Promise<number> {
  const { parsed, env } = call;
  const settled = await settle(call);
  const { quiet, verbose } = settled.invocation;
  const findings = inOrder(await examine(call, settled, reportTo({ quiet, verbose })));
  if (parsed.given.has('json')) {
    await print(`${JSON.stringify(findings, null, 2)}\n`);
  } else {
    // What is read by no person, or by way of a pager, keeps the lines to be pasted whole.
    const columns = process.stdout.isTTY
      ? Math.max(FEWEST_COLUMNS, Math.min(columnsOf(env), MOST_COLUMNS))
      : Number.POSITIVE_INFINITY;
    await show(page(findings, { columns, colour: wantsColour(env, 1), quiet }));
  }
  return findings.some(({ status }) => status === 'fail') ? 1 : 0;
}
