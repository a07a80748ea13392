import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const REFUSED = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message>
</Error></ErrorResponse>`;

/**
 * Stands in front of moto, which takes any code of an MFA device, and refuses all but one as STS does. It can shorten
 * the sessions that moto gives, which AWS never makes shorter than a quarter of an hour.
 */
export class CodeJudge {
  /** the right one */
  code: string;
  /** how long a session lives, from now on; undefined: as moto says */
  seconds: number | undefined;
  readonly #server: Server;

  private constructor(sts: string, code: string) {
    this.code = code;
    this.#server = createServer((call, answer) => {
      const chunks: Buffer[] = [];
      call.on('data', (chunk: Buffer) => chunks.push(chunk));
      call.on('end', () => {
        const body = Buffer.concat(chunks);
        const said = new URLSearchParams(`${body}`).get('TokenCode');
        if (said !== null && said !== this.code) {
          answer.writeHead(403, { 'content-type': 'text/xml' });
          answer.end(REFUSED);
          return;
        }
        const { method, headers, url } = call;
        const onwards = request(new URL(`${url}`, sts), { method, headers }, async reply => {
          const text = `${Buffer.concat(await reply.toArray())}`;
          answer.writeHead(reply.statusCode ?? 500, { 'content-type': 'text/xml' });
          answer.end(this.seconds === undefined ? text : shortened(text, this.seconds));
        });
        onwards.on('error', () => answer.destroy());
        onwards.end(body);
      });
    });
  }

  static async start(sts: string, code: string): Promise<CodeJudge> {
    const judge = new CodeJudge(sts, code);
    await new Promise<void>(resolve => judge.#server.listen(0, '127.0.0.1', resolve));
    return judge;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** The same session with another end, which its token tells too, as that of a FreshSite does. */
function shortened(text: string, seconds: number): string {
  const end = Math.floor(Date.now() / 1000) + seconds;
  const time = new Date(end * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return text
    .replace(/(?<=<Expiration>)[^<]*/, time)
    .replace(/(?<=<SessionToken>)[^<]*/, token => `${token}.${end}`);
}
