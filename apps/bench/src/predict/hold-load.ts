import autocannon from "autocannon";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** What a server held. */
export interface HeldLoad {
  readonly requestsPerSecond: number;
  /** Half of the answers came sooner. */
  readonly medianMilliseconds: number;
  /** One answer in a hundred came later. */
  readonly slowestPercentMilliseconds: number;
}

export interface LoadOptions {
  /** The body of each request: autocannon can hand no bytes to its thread, so these are bytes below 128 as text. */
  readonly body: string;
  /** Connections, each of which asks again as soon as it has its answer. */
  readonly connections: number;
  readonly seconds: number;
}

/**
 * Serves predictions by plain `node:http` in this thread, bytes of a sample in and JSON out, and loads the server from another
 * thread.
 *
 * @throws {Error} if a request failed
 */
export async function holdLoad(
  predict: (inputs: Uint8Array) => Promise<Float32Array> | Float32Array,
  { body, connections, seconds }: LoadOptions,
): Promise<HeldLoad> {
  const server = createServer((request, response) => {
    void (async () => {
      try {
        response.end(JSON.stringify([...(await predict(await buffer(request)))]));
      } catch (error) {
        response.writeHead(400).end(String(error));
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const { requests, latency, errors, non2xx } = await autocannon({
      ...{ url, method: "POST", body, connections, duration: seconds },
      workers: 1, // a thread of its own
    });
    if (errors + non2xx > 0 || requests.total === 0) {
      throw new Error(`holdLoad: ${errors + non2xx} of ${requests.total} requests failed`);
    }
    return {
      requestsPerSecond: requests.average,
      medianMilliseconds: latency.p50,
      slowestPercentMilliseconds: latency.p99,
    };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
