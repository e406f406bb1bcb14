import { existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import sirv from "sirv";

export interface ServePageOptions {
  /** Whether the page is cross-origin isolated (COOP and COEP), as threads in wasm need; default false. */
  isolated?: boolean;
  /** What the page may do, as the header Content-Security-Policy says it; default: everything. */
  contentSecurityPolicy?: string;
  /** Whether a file that is missing is answered by `index.html`, as hosts of one-page apps do; default false. */
  answersWithPage?: boolean;
  /** Whether texts (HTML, scripts, styles, JSON, SVG) are sent compressed by gzip, as hosts of sites do; default false. */
  compressed?: boolean;
}

export interface ServedPage {
  /** Of the folder, with a slash at its end. */
  url: string;
  close: () => Promise<void>;
}

const texts: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** Serves a folder on a free port of this machine, to this machine only, until `close` is called. */
export async function servePage(
  folder: string,
  {
    isolated = false,
    contentSecurityPolicy,
    answersWithPage = false,
    compressed = false,
  }: ServePageOptions = {},
): Promise<ServedPage> {
  const setHeaders = (response: ServerResponse): void => {
    if (contentSecurityPolicy !== undefined)
      response.setHeader("Content-Security-Policy", contentSecurityPolicy);
    if (!isolated) return;
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  };
  const files = sirv(folder, { ...(answersWithPage && { single: true, ignores: false }), setHeaders });
  const packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://localhost").pathname);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const type = texts[extname(file)];
    if (!compressed || !type || !existsSync(file)) return files(request, response);
    const body = packed.get(file) ?? gzipSync(readFileSync(file));
    packed.set(file, body);
    setHeaders(response);
    response.setHeader("Content-Type", `${type};charset=utf-8`);
    response.setHeader("Content-Encoding", "gzip");
    response.setHeader("Cache-Control", "max-age=600");
    response.end(body);
  });
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
