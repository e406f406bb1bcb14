import { gzipSync } from "node:zlib";
import { createTar } from "nanotar";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { unpackArchive } from "./unpack-archive.js";

const tar = createTar([
  { name: "folder/b.bin", data: Uint8Array.of(1, 2) },
  { name: "folder/readme.html", data: Uint8Array.of(9) },
  { name: "folder/a.bin", data: new Uint8Array(600).fill(7) },
]);

describe("unpackArchive", () => {
  it("gives the wanted files in the wanted order, from plain and from gzip", () => {
    for (const bytes of [tar, gzipSync(tar)]) {
      const [a, b] = unpackArchive(bytes, ["a.bin", "b.bin"], "x.tar.gz");
      expect([...a!]).toEqual(new Array(600).fill(7));
      expect([...b!]).toEqual([1, 2]);
    }
  });

  it("reads a view that starts inside its buffer", () => {
    const inside = Buffer.concat([Buffer.alloc(512, 65), tar]).subarray(512);
    expect([...unpackArchive(inside, ["b.bin"], "x.tar")[0]!]).toEqual([1, 2]);
  });

  it("names what the archive lacks and what it has", () => {
    expect(() => unpackArchive(tar, ["c.bin"], "x.tar.gz")).toThrow(
      errorWith(DatasetFormatError, "loadDataset: x.tar.gz", "got b.bin, readme.html, a.bin"),
    );
  });

  it("refuses a damaged archive and one that is cut off", () => {
    expect(() => unpackArchive(gzipSync(tar).subarray(0, 60), ["a.bin"], "x.tar.gz")).toThrow(
      DatasetFormatError,
    );
    expect(() => unpackArchive(tar.subarray(0, 2900), ["a.bin"], "x.tar")).toThrow(
      errorWith(DatasetFormatError, "loadDataset: x.tar", "got one that is damaged"),
    );
  });
});
