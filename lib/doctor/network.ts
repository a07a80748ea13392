import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { codeOf } from '../errors.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import type { Inside } from './look-inside.ts';

const PATIENCE_MS = 8000;

/** Where the container's SDKs would find STS: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function endpointOf(variables: ReadonlyMap<string, string>): URL {
  const named = variables.get('AWS_ENDPOINT_URL_STS') ?? variables.get('AWS_ENDPOINT_URL');
  const region = variables.get('AWS_REGION');
  const domain = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const own = region === undefined ? `https://sts.${domain}` : `https://sts.${region}.${domain}`;
  try {
    const { origin } = new URL(named || own);
    // Without a name or a password that may stand in it.
    return new URL(origin);
  } catch {
    return new URL(own);
  }
}

/** The port of an endpoint, where it does not say one. */
export function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'http:' ? '80' : '443');
}

/** What the host found at the endpoint. */
export type FromHost = { skew: number | undefined } | { code: string };

/** Asks the endpoint from the host, for its date; nothing is signed or sent. */
export function askFromHost(url: URL): Promise<FromHost> {
  return new Promise(resolve => {
    const request = url.protocol === 'http:' ? overHttp : overHttps;
    const question = request(url, { method: 'HEAD', agent: false, timeout: PATIENCE_MS });
    const finish = (answer: FromHost) => {
      clearTimeout(timer);
      question.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => finish({ code: 'ETIMEDOUT' }), PATIENCE_MS);
    question.on('error', error => finish({ code: codeOf(error) }));
    question.on('response', ({ headers }) => {
      // Half of the second that is cut off.
      const skew = Date.parse(`${headers.date}`) + 500 - Date.now();
      finish({ skew: Number.isNaN(skew) ? undefined : skew });
    });
    question.end();
  });
}

// https://curl.se/docs/manpage.html#EXIT
const CURL: Record<number, string> = {
  5: 'it does not find its proxy',
  6: 'it does not find the name',
  7: 'it gets no connection',
  28: 'nothing answers',
  35: 'no TLS comes about',
  60: 'it does not trust the certificate',
  77: 'it has no certificates to trust',
};

/** Whether a container reaches the endpoint, and what the host says to it. */
export function network(
  url: URL,
  reach: Inside['reach'],
  host: FromHost,
  proxied: boolean,
): Finding {
  if (reach === undefined) {
    return warn(
      'network',
      `whether the container reaches ${url.host} cannot be told: the image has neither curl, nc nor bash`,
      'name an image that has one behind the --',
    );
  }
  if (reach.status === 0) return ok('network', `the container reaches ${url.host}`);
  const why = reach.tool === 'curl' ? CURL[reach.status] : undefined;
  const detail = `the container does not reach ${url.host}${why === undefined ? '' : `: ${why}`}`;
  if (reach.tool === 'curl' && (reach.status === 60 || reach.status === 77)) {
    return warn(
      'network',
      detail,
      'put the authority of your network, or ca-certificates, into the image',
    );
  }
  if ('code' in host) {
    return proxied
      ? fail('network', `${detail}, nor does the host without its proxy`, PROXY)
      : fail(
          'network',
          `${detail}, nor does the host (${host.code})`,
          'see to the network or the VPN of this machine',
        );
  }
  return fail(
    'network',
    `${detail}, and the host does`,
    proxied
      ? PROXY
      : "see to the engine's network and DNS; behind a VPN they are often not the host's",
  );
}

const PROXY =
  "tell the containers of the proxy: 'proxies' in ~/.docker/config.json, or --pass HTTPS_PROXY";
