import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { BOTH_WAYS, each, type Place } from '../support/e2e-machine.ts';
import { scanFiles, scanProcesses } from '../support/e2e-scan.ts';
import { Site } from '../support/e2e-site.ts';

const real = (program: string) => execFileSync('which', [program], { encoding: 'utf8' }).trim();

/** sudo as far as it matters here: it closes what is not a standard descriptor. */
const SUDO = `#!/usr/bin/env python3
import os, sys
os.closerange(3, 4096)
os.execvp(sys.argv[1], sys.argv[1:])`;

const WRAPPERS: [string, (docker: string) => string][] = [
  ['exec', docker => `exec ${docker} "$@"`],
  ['no exec', docker => `${docker} "$@"\nexit $?`],
  ['bash with a function', docker => `#!/bin/bash\nrun() { command ${docker} "$@"; }\nrun "$@"`],
  ['sudo', docker => `exec sudo ${docker} "$@"`],
  ['descriptors closed by the shell', docker => `exec ${docker} "$@" 3<&- 4<&-`],
  [
    "Python's subprocess",
    docker =>
      `#!/usr/bin/env python3\nimport subprocess, sys\nsys.exit(subprocess.run(["${docker}", *sys.argv[1:]]).returncode)`,
  ],
];

each("what is called docker and is not docker's own program", ['docker'], BOTH_WAYS, place => {
  test.each(WRAPPERS)('a script: %s', async (_, script) => {
    const site = new Site(place);
    site.program('sudo', SUDO);
    site.program('docker', script(real('docker')));
    const args = site.in('sh', '-c', 'echo up; cat; env; exit 7');
    const running = site.start(args, { stdio: ['pipe', 'pipe', 'pipe'] });
    await running.stdout.saw('up\n');
    expect(scanProcesses(site.secret)).toEqual([]);
    expect(scanFiles(site.secret, [site.runtime, site.home, site.tmp, '/dev/shm'])).toEqual([]);
    running.child.stdin?.end('piped\n');
    const { stdout, stderr, status } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
    expect(stdout).toMatch(/^up\npiped\n/);
    expect(stdout).toContain(`\nAWS_SECRET_ACCESS_KEY=${site.secret}\n`);
    expect(site.left()).toEqual([]);
    site.remove();
  });

  test('a program that closes descriptors without a sign of it: refused by docker, no container', async () => {
    const site = new Site(place);
    const closing = `exec perl -e 'use POSIX (); POSIX::close($_) for 3..63; exec @ARGV' ${real('docker')} "$@"`;
    site.program('docker', closing);
    const outcome = await site.ran(site.in('echo', 'started'));
    expect(outcome).toMatchObject({ status: 125, stdout: '' });
    expect(outcome.stderr).toMatch(/\/dev\/fd\/\d/);
    site.remove();
  });
});

each('a symbolic link docker -> podman', ['podman'], BOTH_WAYS, place => {
  test('is podman', async () => {
    const site = new Site(place);
    symlinkSync(real('podman'), `${site.bin}/docker`);
    const args = site
      .in('sh', '-c', 'env; exit 7')
      .map(word => (word === '--engine=podman' ? '--engine=docker' : word));
    const { stdout, status } = await site.ran(args);
    expect(status).toBe(7);
    expect(stdout).toContain(`AWS_SECRET_ACCESS_KEY=${site.secret}\n`);
    expect(stdout).toContain('container=podman\n');
    site.remove();
  });
});

each('many at once', ['docker'], BOTH_WAYS, (place: Place) => {
  const RUNS = 50;
  test(`${RUNS} runs, each with its own credentials, input and status`, async () => {
    const site = new Site(place);
    // Every run has keys of its own.
    site.program(
      'aws-vault',
      `sed "s|${site.secret}|${site.secret}-$RUN|" '${site.folder}/answer'`,
    );
    const runs = Array.from({ length: RUNS }, async (_, run) => {
      const command = 'cat; echo "$AWS_SECRET_ACCESS_KEY"; exit "$0"';
      return site.ran(site.in('sh', '-c', command, `${run}`), {
        input: `input ${run}\n`,
        env: { RUN: `${run}` },
      });
    });
    const outcomes = await Promise.all(runs);
    for (const [run, outcome] of outcomes.entries()) {
      const stdout = `input ${run}\n${site.secret}-${run}\n`;
      expect(outcome).toEqual({ stdout, stderr: '', status: run, signal: undefined });
    }
    expect(site.left()).toEqual([]);
    expect(site.containers()).toEqual([]);
    site.remove();
  }, 180_000);
});
