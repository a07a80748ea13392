import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { until } from './e2e-site.ts';

/** A docker engine of a test's own, which may be ended and started again, beside the machine's. */
export class Dockerd {
  readonly folder = mkdtempSync('/tmp/vaultrun-dockerd-');
  /** for DOCKER_HOST */
  readonly address = `unix://${this.folder}/docker.sock`;
  readonly #flags: readonly string[];
  #daemon: ChildProcess | undefined;

  constructor(...flags: string[]) {
    this.#flags = flags;
  }

  async start(): Promise<void> {
    // A network of its own: one that is told to have no bridge takes the machine's docker0 away.
    this.#daemon = spawn(
      'unshare',
      [
        '--net',
        'dockerd',
        `--host=${this.address}`,
        `--data-root=${this.folder}/data`,
        `--exec-root=${this.folder}/exec`,
        `--pidfile=${this.folder}/docker.pid`,
        '--bridge=none',
        '--iptables=false',
        ...this.#flags,
      ],
      { stdio: 'ignore', detached: true },
    );
    await until(() => this.docker('version').status === 0, 'an answer of the second dockerd');
  }

  docker(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('docker', ['--host', this.address, ...args], { encoding: 'utf8' });
  }

  /** Takes an image over from the machine's own engine. */
  load(image: string): void {
    const line = 'docker save "$1" | docker --host "$2" load';
    const { status, stderr } = spawnSync('/bin/sh', ['-c', line, 'sh', image, this.address]);
    if (status !== 0) throw new Error(`${stderr}`);
  }

  async stop(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined || daemon.exitCode !== null) return;
    const ended = new Promise(resolve => daemon.on('exit', resolve));
    daemon.kill('SIGTERM');
    await ended;
  }

  /** Ends it with all that it runs. */
  async remove(): Promise<void> {
    // What outlives a daemon is still there where a test has failed before it started that again.
    if (this.#daemon && this.#daemon.exitCode !== null) await this.start();
    const ids = this.docker('ps', '-aq').stdout.split('\n').filter(Boolean);
    if (ids.length > 0) this.docker('rm', '-f', ...ids);
    await this.stop();
    // One that restores its containers keeps a mount of its own root.
    for (const line of readFileSync('/proc/mounts', 'utf8').split('\n').reverse()) {
      const [, point = ''] = line.split(' ');
      if (point.startsWith(`${this.folder}/`)) spawnSync('umount', ['--lazy', point]);
    }
    // Something may still be writing there as it ends.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
