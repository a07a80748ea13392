// Runs jest as ES modules need it: https://jestjs.io/docs/ecmascript-modules
import { createRequire } from 'node:module';
import { execa } from 'execa';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { exitCode } = await execa(process.execPath, [...flags, jest, ...process.argv.slice(2)], {
  stdio: 'inherit',
  reject: false,
});
process.exitCode = exitCode ?? 1;
