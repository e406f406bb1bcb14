import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.js";
import type { Tarball } from "./read-tarballs.js";

/** Sizes of a package in kB of 1000 bytes. */
export interface Sizes {
  /** Of the tarball. */
  readonly packed: number;
  /** Of the files in it. */
  readonly unpacked: number;
  /** Of all that it exports in one minified file that imports what it depends on. */
  readonly minified: number;
  readonly minifiedGzip: number;
  /** The same with its dependencies in it, but without peers. */
  readonly bundled: number;
  readonly bundledGzip: number;
}

/** Measures a package that is installed, with all it depends on, in a folder. */
export async function measureSizes({ bytes, manifest, texts }: Tarball, folder: string): Promise<Sizes> {
  const code = `export * from "${manifest.name}"`;
  const peers = Object.keys(manifest.peerDependencies ?? {});
  const own = await bundle(code, folder, {
    external: (name) => !/^[./#]/.test(name) && name !== manifest.name,
  });
  const whole = await bundle(code, folder, {
    external: (name) => peers.some((peer) => name === peer || name.startsWith(`${peer}/`)),
  });
  const unpacked = [...texts.values()].reduce((total, text) => total + Buffer.byteLength(text), 0);
  return {
    packed: kilobytes(bytes.length),
    unpacked: kilobytes(unpacked),
    minified: kilobytes(Buffer.byteLength(own.code)),
    minifiedGzip: kilobytes(gzipSync(own.code).length),
    bundled: kilobytes(Buffer.byteLength(whole.code)),
    bundledGzip: kilobytes(gzipSync(whole.code).length),
  };
}

/** To one decimal. */
function kilobytes(size: number): number {
  return Math.round(size / 100) / 10;
}
