import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sirv from "sirv";

export interface ServePageOptions {
  /** Whether the page is cross-origin isolated (COOP and COEP), as threads in wasm need; default false. */
  isolated?: boolean;
  /** What the page may do, as the header Content-Security-Policy says it; default: everything. */
  contentSecurityPolicy?: string;
  /** Whether a file that is missing is answered by `index.html`, as hosts of one-page apps do; default false. */
  answersWithPage?: boolean;
}

export interface ServedPage {
  /** Of the folder, with a slash at its end. */
  url: string;
  close: () => Promise<void>;
}

/** Serves a folder on a free port of this machine, to this machine only, until `close` is called. */
export async function servePage(
  folder: string,
  { isolated = false, contentSecurityPolicy, answersWithPage = false }: ServePageOptions = {},
): Promise<ServedPage> {
  const files = sirv(folder, {
    ...(answersWithPage && { single: true, ignores: false }),
    setHeaders(response) {
      if (contentSecurityPolicy !== undefined)
        response.setHeader("Content-Security-Policy", contentSecurityPolicy);
      if (!isolated) return;
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    },
  });
  const server = createServer((request, response) => files(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections(); // the browser keeps some open
      }),
  };
}
