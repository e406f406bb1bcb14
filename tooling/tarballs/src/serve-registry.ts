import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Tarball } from "./read-tarballs.js";

export interface Registry {
  /** With a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** An npm registry on a free port that has these tarballs and nothing else, as if they were published. */
export async function serveRegistry(tarballs: readonly Tarball[]): Promise<Registry> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url!.slice(1));
    const packed = tarballs.find(({ file }) => file === path);
    if (packed) return void response.end(packed.bytes);
    const tarball = tarballs.find(({ manifest }) => manifest.name === path);
    if (!tarball) return void response.writeHead(404).end("{}");
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(packument(tarball)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const packument = ({ file, bytes, manifest }: Tarball): object => {
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    const { name, version } = manifest;
    const versions = { [version]: { ...manifest, dist: { tarball: url + file, integrity } } };
    return { name, "dist-tags": { latest: version }, versions };
  };
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
