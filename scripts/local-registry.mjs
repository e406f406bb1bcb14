import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";

/**
 * An npm registry on a free port of this machine, empty at first: `npm info` and `npm install` find what `npm publish`
 * uploads to it, by anyone with any token, and what is added to it here.
 */
export async function serveLocalRegistry() {
  /** @type {Map<string, { name: string, "dist-tags": { latest: string }, versions: Record<string, object> }>} */
  const packages = new Map();
  /** @type {Map<string, Buffer>} */
  const tarballs = new Map(); // by path
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => response.writeHead(status).end(Buffer.isBuffer(body) ? body : JSON.stringify(body)),
      (error) => response.writeHead(500).end(JSON.stringify({ error: error.message })),
    );
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => resolve(undefined));
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}/`;

  /**
   * @param {import("node:http").IncomingMessage} request
   * @returns {Promise<[status: number, body: unknown]>}
   */
  async function answer(request) {
    const path = decodeURIComponent(request.url?.slice(1) ?? "");
    if (request.method === "GET") {
      const found = tarballs.get(path) ?? packages.get(path);
      return found ? [200, found] : [404, {}];
    }
    if (request.method !== "PUT") return [405, {}];
    const { versions, _attachments } = /** @type {any} */ (await json(request));
    const [manifest] = /** @type {any[]} */ (Object.values(versions));
    const [{ data }] = /** @type {any[]} */ (Object.values(_attachments));
    if (packages.get(path)?.versions[manifest.version])
      return [403, { error: "You cannot publish over the previously published versions" }];
    add(manifest, Buffer.from(data, "base64"));
    return [201, {}];
  }

  /**
   * @param {{ readonly name: string, readonly version: string }} manifest
   * @param {Buffer} tarball
   */
  function add(manifest, tarball) {
    const { name, version } = manifest;
    const path = `${name}/-/${version}.tgz`;
    tarballs.set(path, tarball);
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
    const versions = { ...packages.get(name)?.versions };
    versions[version] = { ...manifest, dist: { tarball: url + path, integrity } };
    packages.set(name, { name, "dist-tags": { latest: version }, versions });
  }

  return {
    /** With a slash at its end. */
    url,
    /** Puts a package there, as if it were published. */
    add,
    /** Versions by name. */
    versions: () =>
      Object.fromEntries([...packages].map(([name, { versions }]) => [name, Object.keys(versions)])),
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
