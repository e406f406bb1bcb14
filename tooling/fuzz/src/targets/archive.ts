import { gzipSync } from "node:zlib";
import { DatasetFormatError } from "@reciprocal/datasets";
import fc from "fast-check";
// not public: loadDataset reads archives of one length only
import { unpackArchive } from "../../../../packages/datasets/src/known/unpack-archive.js";
import { anyByteDamage, damaged } from "../damage/bytes.js";
import { mustHold, type Target } from "../target.js";

const block = 512;

interface Entry {
  readonly name: string;
  readonly type?: string;
  readonly data?: string;
  readonly link?: string;
}

/** A tar archive in the format of POSIX, written plainly. */
function tar(...entries: readonly Entry[]): Uint8Array {
  const blocks = entries.flatMap(({ name, type = "0", data = "", link = "" }) => {
    const header = Buffer.alloc(block);
    header.write(name, 0);
    header.write("0000644\0", 100);
    header.write("0000000\0", 108);
    header.write("0000000\0", 116);
    header.write(`${data.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("00000000000\0", 136);
    header.write(type, 156);
    header.write(link, 157);
    header.write("ustar\u000000", 257);
    const content = Buffer.alloc(Math.ceil(data.length / block) * block);
    content.write(data);
    return [header, content];
  });
  return repaired(Buffer.concat([...blocks, Buffer.alloc(2 * block)]));
}

/** With the checksums that its headers would have, had they been written like this; they stand where the sizes say. */
function repaired(archive: Uint8Array): Uint8Array {
  const copy = Buffer.from(archive);
  for (let at = 0; at + block <= copy.length && copy[at] !== 0;) {
    copy.fill(0x20, at + 148, at + 156);
    const sum = copy.subarray(at, at + block).reduce((total, byte) => total + byte, 0);
    copy.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148);
    const size = Number.parseInt(copy.toString("latin1", at + 124, at + 136), 8) || 0;
    at += block + Math.ceil(size / block) * block;
  }
  return copy;
}

const seeds = [
  tar({ name: "set/a.bin", data: "content of a" }, { name: "set/b.bin", data: "b".repeat(600) }),
  tar(
    { name: "b.bin", data: "b" },
    { name: "a.bin" },
    { name: "other", data: "c" },
    { name: "set/", type: "5" },
  ),
  tar({ name: "a.bin", data: "a" }, { name: "link", type: "2", link: "a.bin" }, { name: "b.bin", data: "b" }),
  tar(
    { name: "x", type: "x", data: "19 path=long/a.bin\n" },
    { name: "short", data: "a" },
    { name: "b.bin", data: "b" },
  ),
];

/** Of an archive the headers matter most, so the damage is put into one of them. */
const inHeaders = fc
  .record({ seed: fc.constantFrom(...seeds), at: fc.nat(5), damage: anyByteDamage, other: fc.nat(300) })
  .map(({ seed, at, damage, other }) => {
    const start = (at * block) % seed.length;
    const header = damage(seed.subarray(start, start + block), seed.subarray(other));
    return repaired(
      Buffer.concat([
        seed.subarray(0, start),
        header.length === block ? header : Buffer.concat([header, Buffer.alloc(block)], block),
        seed.subarray(start + block),
      ]),
    );
  });

export const archive: Target<Uint8Array[]> = {
  name: "archive",
  inputs: fc.oneof(
    damaged(seeds, repaired),
    inHeaders,
    fc
      .tuple(fc.constantFrom(...seeds.map((seed) => gzipSync(seed))), anyByteDamage)
      .map(([bytes, damage]) => damage(bytes, bytes)),
  ),
  read: (input) => unpackArchive(input, ["a.bin", "b.bin"], "a.tar"),
  permits: (error) => error instanceof DatasetFormatError,
  check(files, input) {
    mustHold(files.length === 2, "must give the files that were wanted");
    const isZipped = input[0] === 0x1f && input[1] === 0x8b;
    const size = files.reduce((sum, { length }) => sum + length, 0);
    mustHold(isZipped || size <= input.length, "must give no more than is there");
  },
};
