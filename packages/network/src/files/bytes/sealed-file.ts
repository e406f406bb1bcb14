import { sha256 } from "@noble/hashes/sha2.js";
import { looksLike } from "@reciprocal/guards";
import { FileFormatError } from "../error.js";
import { newestVersion } from "../version.js";
import { ByteReader } from "./reader.js";
import { ByteWriter } from "./writer.js";

/** The first four bytes of a file, in ASCII. */
export type Magic = "RCPN" | "RCPD";

/** The newest versions that this code knows. */
const newestVersions: Readonly<Record<Magic, number>> = { RCPN: newestVersion, RCPD: 1 };

const headerLength = 12;
const digestLength = 32;

/** A writer whose file will start with the header: magic, version, length of the whole file. */
export function sealFile(magic: Magic, content: ByteWriter, version: number): Uint8Array {
  const writer = new ByteWriter();
  writer.bytes(new TextEncoder().encode(magic));
  writer.u32(version, "the version");
  writer.u32(headerLength + content.length + digestLength, "the length of the file");
  writer.bytes(content.finish());
  writer.bytes(sha256(writer.finish()));
  return writer.finish();
}

/**
 * Checks magic, version, length and digest of a file, in that order.
 *
 * @returns the version, and a reader of what stands between the header and the digest, which counts bytes from the
 *   start of the file
 * @throws {TypeError} unless `bytes` is a Uint8Array
 * @throws {FileFormatError} if one of them is not as it must be
 */
export function openFile(
  where: string,
  magic: Magic,
  bytes: Uint8Array,
): { reader: ByteReader; version: number } {
  checkBytes(where, bytes);
  const least = headerLength + digestLength;
  if (bytes.length < least) {
    throw new FileFormatError(
      `${where}: a file has at least ${least} bytes, got ${bytes.length}${looksLike(bytes, kinds[magic])}`,
    );
  }
  const reader = new ByteReader(bytes.subarray(0, -digestLength), where);
  const found = new TextDecoder("latin1").decode(reader.bytes("the magic", 4));
  if (found !== magic) {
    throw new FileFormatError(
      `${where}: a file must start with ${magic}, ${contents[magic]}, got ${describe(found, bytes)}`,
    );
  }
  const version = reader.u32("the version");
  const newest = newestVersions[magic];
  if (version > newest) {
    throw new FileFormatError(
      `${where}: version must be at most ${newest}, got ${version}; a newer version of this package reads it`,
    );
  }
  if (version < 1) throw new FileFormatError(`${where}: version must be at least 1, got ${version}`);
  const length = reader.u32("the length of the file");
  if (length !== bytes.length) {
    throw new FileFormatError(
      `${where}: the file must have the ${length} bytes of its header, got ${bytes.length}; was it cut?`,
    );
  }
  const digest = sha256(bytes.subarray(0, -digestLength));
  if (!digest.every((byte, index) => byte === bytes[length - digestLength + index])) {
    throw new FileFormatError(`${where}: the SHA-256 of the file must be its last 32 bytes, got another`);
  }
  return { reader, version };
}

/** The digest that a file ends with. */
export function fileDigest(file: Uint8Array): Uint8Array {
  return file.slice(-digestLength);
}

/** @throws {TypeError} unless `bytes` is a Uint8Array */
export function checkBytes(where: string, bytes: unknown): void {
  if (bytes instanceof Uint8Array) return;
  throw new TypeError(`${where}: bytes must be a Uint8Array, got ${bytes === null ? "null" : typeof bytes}`);
}

const contents: Readonly<Record<Magic, string>> = { RCPN: "a network", RCPD: "a patch" };

const kinds = { RCPN: "rcp", RCPD: "patch" } as const;

function describe(magic: string, bytes: Uint8Array): string {
  return Object.hasOwn(contents, magic)
    ? `${magic}, ${contents[magic as Magic]}`
    : `${JSON.stringify(magic)}${looksLike(bytes)}`;
}
