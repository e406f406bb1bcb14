import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "./errors.js";
import { gunzip } from "./gunzip.js";
import { datasetFromIdx } from "./idx/dataset-from-idx.js";
import { decodeIdx } from "./idx/decode-idx.js";
import { readTable } from "./tables/read-table.js";

const [hello, world] = [gzipSync("hello "), gzipSync("world")];
const unpack = (bytes: Uint8Array, maxBytes?: number) =>
  Buffer.from(gunzip(bytes, { caller: "f", file: "x.gz", maxBytes })).toString();
const lengthOf = (bytes: Uint8Array) => gunzip(bytes, { caller: "f", file: "x.gz" }).length;
const refused = (bytes: Uint8Array, ...facts: string[]) =>
  expect(() => unpack(bytes)).toThrow(errorWith(DatasetFormatError, "f: x.gz", ...facts));

describe("gunzip", () => {
  it("joins streams that follow each other, as gzip itself does", () => {
    expect(unpack(Buffer.concat([hello, world]))).toBe("hello world");
  });

  it("gives other bytes back as they are", () => {
    expect(unpack(Buffer.from("plain"))).toBe("plain");
  });

  it("refuses what follows the streams, zeros too", () => {
    refused(Buffer.concat([hello, Buffer.from("more")]), "do not decompress");
    refused(Buffer.concat([hello, Buffer.alloc(100)]), "got 100 more bytes");
    refused(Buffer.concat([hello, Buffer.of(0x1f, 0x8b, 1)]), "do not decompress");
  });

  it("refuses every stream that is cut off, and every flip of a bit in content, CRC or length", () => {
    for (let length = 2; length < hello.length; length++) refused(hello.subarray(0, length), "cut off");
    for (let at = 10; at < hello.length; at++) {
      const damaged = Uint8Array.from(hello);
      damaged[at]! ^= 1 << (at % 8);
      refused(damaged, "damaged");
    }
  });

  it("stops at the limit: what is given, else 64 times the file and 64 MiB at least", () => {
    expect(unpack(hello, 6)).toBe("hello ");
    expect(() => unpack(hello, 5)).toThrow(
      errorWith(DatasetFormatError, "f: x.gz", "at most 5 bytes", "got 26 bytes", "give a larger maxBytes"),
    );
    const most = gzipSync(Buffer.alloc(2 ** 26), { level: 1 });
    expect(lengthOf(most)).toBe(2 ** 26);
    refused(gzipSync(Buffer.alloc(2 ** 26 + 1), { level: 1 }), "at most 67108864 bytes");
    // bytes that gzip cannot shrink make the file large enough for what follows them
    const large = Buffer.concat([gzipSync(noise(2 ** 21), { level: 1 }), most]);
    expect(lengthOf(large)).toBe(2 ** 21 + 2 ** 26);
  });

  it("takes the limit as an option of every reader of gzip", () => {
    const labels = gzipSync(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9));
    const images = gzipSync(Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 9));
    const tooLarge = (read: (maxBytes: number) => unknown, needed: number, ...facts: string[]) => {
      expect(() => read(needed)).not.toThrow();
      expect(() => read(needed - 1)).toThrow(
        errorWith(DatasetFormatError, ...facts, `at most ${needed - 1} bytes`),
      );
    };
    tooLarge((maxBytes) => decodeIdx(labels, { maxBytes }), 10, "decodeIdx: IDX data");
    tooLarge((maxBytes) => datasetFromIdx(images, labels, { maxBytes }), 18, "decodeIdx: images");
    tooLarge((maxBytes) => readTable(gzipSync("a\n1\n"), { maxBytes }), 4, "readTable: csv: the file");
  });
});

/** Bytes without a pattern that gzip finds. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}
