import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Site } from './e2e-site.ts';

const START = /^POST \/v[\d.]+\/containers\/([0-9a-f]{64})\/start\b/;

/** A docker whose daemon makes containers, and to which no word ever comes that it shall start one. */
export class NoStart {
  readonly host: string;
  /** the id of the first container that was to start */
  readonly asked: Promise<string>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(path: string, daemon: string) {
    this.host = `unix://${path}`;
    let tell: (id: string) => void;
    this.asked = new Promise(resolve => {
      tell = resolve;
    });
    this.#server = createServer(client => {
      const engine = connect(daemon);
      for (const socket of [client, engine]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
      }
      engine.pipe(client);
      client.on('end', () => engine.end());
      client.on('data', data => {
        const [, id] = START.exec(data.toString('latin1')) ?? [];
        if (id) tell(id);
        else engine.write(data);
      });
    });
  }

  static async inFrontOf(site: Pick<Site, 'engine' | 'folder'>): Promise<NoStart> {
    const path = `${site.folder}/docker.sock`;
    const format = '{{.Endpoints.docker.Host}}';
    const host = site.engine('context', 'inspect', '--format', format).trim();
    const made = new NoStart(path, host.replace('unix://', ''));
    await new Promise<void>(resolve => made.#server.listen(path, resolve));
    return made;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
