import { show } from "@reciprocal/guards";

/** @throws {TypeError} for anything but bytes, such as the text of a file or the path to it */
export function checkBytes(where: string, bytes: unknown): asserts bytes is Uint8Array {
  if (bytes instanceof Uint8Array) return;
  throw new TypeError(`${where}: needs the bytes of the file, a Uint8Array, got ${show(bytes)}`);
}
