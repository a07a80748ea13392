import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that a program signed with a session of a FreshSite. */
export interface Judged {
  /** the end of its set, in milliseconds */
  end: number;
  expired: boolean;
}

/**
 * Stands in front of moto, which takes any credentials, and refuses with AWS's own error those whose set has ended.
 * The token tells (see FreshSite), so that this judge shares no clock and no memory with what it judges.
 */
export class Judge {
  readonly calls: Judged[] = [];
  readonly #server: Server;
  readonly #moto: string;

  private constructor(moto: string) {
    this.#moto = moto;
    this.#server = createServer((call, answer) => this.#judge(call, answer));
    // Were this process busy for long, a connection would be closed whose next call is waiting.
    this.#server.keepAliveTimeout = 0;
  }

  static async start(moto: string): Promise<Judge> {
    const judge = new Judge(moto);
    await new Promise<void>(resolve => judge.#server.listen(0, '127.0.0.1', resolve));
    return judge;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many sets the calls came from. */
  get sets(): number {
    return new Set(this.calls.map(({ end }) => end)).size;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #judge(call: IncomingMessage, answer: ServerResponse): void {
    const end = Number(/\.(\d+)$/.exec(`${call.headers['x-amz-security-token']}`)?.[1] ?? 0) * 1000;
    const expired = end <= Date.now();
    this.calls.push({ end, expired });
    if (expired) {
      answer.writeHead(403, { 'content-type': 'text/xml' });
      answer.end('<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>');
      return;
    }
    const { method, headers, url } = call;
    const onwards = request(new URL(`${url}`, this.#moto), { method, headers }, reply => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(answer);
    });
    onwards.on('error', () => answer.destroy());
    call.pipe(onwards);
  }
}
