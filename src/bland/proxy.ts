/** HTTPS_PROXY and NO_PROXY, by libraries that are loaded only when a proxy is set. */
import type { Agent, ClientRequest } from 'node:http';
import { messageOf, Stop } from '../errors.ts';

/**
 * The agent that reaches `baseUrl` through the proxy that the environment names, or undefined for a direct connection
 * (no proxy set, excluded by NO_PROXY, or http, which is loopback here). A proxy address that is none is a Stop.
 */
export async function proxyAgentFor(
  baseUrl: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Agent | Stop | undefined> {
  const isSet = ['https_proxy', 'HTTPS_PROXY'].some((name) => (env[name] ?? '') !== '');
  if (!isSet || !baseUrl.startsWith('https:')) return undefined;
  const [{ getProxyForUrl }, { HttpsProxyAgent }] = await Promise.all([
    import('proxy-from-env'),
    import('https-proxy-agent'),
  ]);
  const proxy = getProxyForUrl(baseUrl);
  if (proxy === '') return undefined;
  try {
    return new HttpsProxyAgent<string>(proxy, { keepAlive: true }).on('proxyConnect', loseUnconnected);
  } catch (thrown) {
    return new Stop(
      'bad_address',
      `HTTPS_PROXY is not an address: ${messageOf(thrown)}.`,
      'Mend HTTPS_PROXY, or unset it.',
    );
  }
}

/** A proxy's refusal would be passed on as the service's own answer, where 404 means that a persona is gone. */
function loseUnconnected({ statusCode }: { readonly statusCode: number }, request: ClientRequest): void {
  if (statusCode !== 200) request.destroy(new Error(`the proxy answers HTTP ${statusCode}`));
}
