import { execFileSync } from "node:child_process";
import {
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { packTar, type TarHeader } from "modern-tar";
import { beforeAll, describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { unpackArchive } from "./unpack-archive.js";

type Entry = Partial<TarHeader> & { readonly name: string; readonly data?: Uint8Array };
const pack = (...entries: readonly Entry[]) =>
  packTar(
    entries.map(({ data, ...header }) => ({
      header: { type: "file", size: data?.length ?? 0, mtime: new Date(0), ...header },
      ...(data && { body: data }),
    })),
  );
const bin = (...bytes: number[]) => Uint8Array.from(bytes);

let tar: Uint8Array;
beforeAll(async () => {
  tar = await pack(
    { name: "folder/", type: "directory" },
    { name: "folder/b.bin", data: bin(1, 2) },
    { name: "folder/readme.html", data: bin(9) },
    { name: "folder/a.bin", data: new Uint8Array(600).fill(7) },
  );
});

const refused = (bytes: Uint8Array, ...facts: string[]) =>
  expect(unpackArchive(bytes, ["a.bin"], "x.tar")).rejects.toThrow(
    errorWith(DatasetFormatError, "loadDataset: x.tar", ...facts),
  );

describe("unpackArchive", () => {
  it("gives the wanted files in the wanted order, from plain and from gzip", async () => {
    for (const bytes of [tar, gzipSync(tar)]) {
      const [a, b] = await unpackArchive(bytes, ["a.bin", "b.bin"], "x.tar.gz");
      expect([...a!]).toEqual(new Array(600).fill(7));
      expect([...b!]).toEqual([1, 2]);
    }
  });

  it("gives back what was packed: any bytes, names of any length", async () => {
    const name = fc
      .array(fc.stringMatching(/^[a-zé]{1,90}$/), { minLength: 1, maxLength: 4 })
      .map((parts) => `${parts.join("/")}.bin`);
    const files = fc.uniqueArray(fc.record({ name, data: fc.uint8Array({ maxLength: 1500 }) }), {
      minLength: 1,
      maxLength: 4,
      selector: ({ name }) => name.split("/").at(-1),
    });
    await fc.assert(
      fc.asyncProperty(files, async (packed) => {
        const wanted = packed.map(({ name }) => name.split("/").at(-1)!);
        const read = await unpackArchive(await pack(...packed), wanted, "x.tar");
        expect(read.map((data) => [...data])).toEqual(packed.map(({ data }) => [...data]));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("reads a view that starts inside its buffer", async () => {
    const inside = Buffer.concat([Buffer.alloc(512, 65), tar]).subarray(512);
    const [b] = await unpackArchive(inside, ["b.bin"], "x.tar");
    expect([...b!]).toEqual([1, 2]);
  });

  it("names what the archive lacks and what it has", async () => {
    await expect(unpackArchive(tar, ["c.bin"], "x.tar.gz")).rejects.toThrow(
      errorWith(DatasetFormatError, "loadDataset: x.tar.gz", 'got "b.bin", "readme.html", "a.bin"'),
    );
  });

  it("refuses every archive that is cut off, before its end as well", async () => {
    await refused(gzipSync(tar).subarray(0, 60), "do not decompress");
    for (let length = 0; length < tar.length; length += 100) await refused(tar.subarray(0, length), "got");
  });

  it("refuses a header with another bit, by its checksum", async () => {
    // the third entry, which is not a wanted one; its header has zeros from 345 on
    for (let at = 0; at < 512; at++) {
      if (at === 155) continue; // fills the field of the sum behind its end
      const damaged = Uint8Array.from(tar);
      damaged[512 * 3 + at]! ^= 1 << (at % 7);
      await refused(damaged, "damaged or cut off");
    }
  });

  it("counts links, folders and devices as no files", async () => {
    for (const type of [
      "link",
      "symlink",
      "directory",
      "fifo",
      "character-device",
      "block-device",
    ] as const) {
      const linkname = "folder/b.bin";
      const archive = await pack({ name: linkname, data: bin(1) }, { name: "a.bin", type, linkname });
      await refused(archive, `not a ${type}`, 'got "a.bin"');
      const [b] = await unpackArchive(archive, ["b.bin"], "x.tar");
      expect([...b!]).toEqual([1]);
    }
  });

  it("refuses a second file of a wanted name, wherever it is", async () => {
    await refused(
      await pack({ name: "1/a.bin", data: bin(1) }, { name: "2/a.bin", data: bin(2) }),
      "not a second",
      'got "2/a.bin"',
    );
  });

  it.each(["../a.bin", "/a.bin", "x/../../a.bin", "C:\\a.bin", "..\\a.bin"])(
    "refuses the name %s",
    async (name) => {
      await refused(
        await pack({ name, data: bin(1) }),
        "stay inside the archive",
        `got ${JSON.stringify(name)}`,
      );
    },
  );

  it("refuses a size that the archive cannot hold, without making room for it", async () => {
    const before = process.memoryUsage().arrayBuffers;
    for (const size of ["77777777777", "\x80\0\0\0\0\0\x0f\xff\xff\xff\xff\xff", "-0000000001", "9"]) {
      const archive = Uint8Array.from(tar);
      archive.set(Buffer.from(size.padEnd(12, "\0"), "latin1"), 512 + 124);
      fixChecksum(archive.subarray(512, 1024));
      await refused(archive, "damaged or cut off");
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it("cuts long names in errors", async () => {
    const long = Array.from({ length: 100 }, (_, i) => ({
      name: `${i}/${"x".repeat(3000)}${i}`,
      data: bin(1),
    }));
    const error = await unpackArchive(await pack(...long), ["a.bin"], "x.tar").catch((error: Error) => error);
    expect((error as Error).message.length).toBeLessThan(2000);
    await refused(await pack({ name: `/${"x".repeat(1e5)}`, data: bin(1) }), "stay inside");
  });

  it.runIf(hasTar())(
    "reads what tar of the system packs, and counts neither links nor sparse files",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "tar-"));
      try {
        const long = `${"x".repeat(150)}.bin`;
        for (const name of ["a.bin", long]) writeFileSync(join(folder, name), name);
        linkSync(join(folder, "a.bin"), join(folder, "hard.bin"));
        symlinkSync("/etc/hostname", join(folder, "soft.bin"));
        writeFileSync(join(folder, "sparse.bin"), "");
        truncateSync(join(folder, "sparse.bin"), 2 ** 20);
        const packed = (format: string, ...files: string[]) => {
          execFileSync("tar", [`--format=${format}`, "-S", "-cf", "x.tar", ...files], { cwd: folder });
          return readFileSync(join(folder, "x.tar"));
        };
        for (const format of ["gnu", "pax"]) {
          const archive = packed(format, "a.bin", "hard.bin", "soft.bin", long);
          const read = await unpackArchive(archive, ["a.bin", long], "x.tar");
          expect(read.map((data) => Buffer.from(data).toString())).toEqual(["a.bin", long]);
          for (const name of ["hard.bin", "soft.bin"]) {
            await expect(unpackArchive(archive, [name], "x.tar")).rejects.toThrow("a regular file");
          }
          await refused(packed(format, "sparse.bin"), "not sparse ones");
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

function hasTar(): boolean {
  try {
    return execFileSync("tar", ["--version"], { stdio: "pipe" }).includes("GNU tar");
  } catch {
    return false;
  }
}

/** The sum of the bytes of a header, with spaces in its own place. */
function fixChecksum(header: Uint8Array): void {
  header.fill(32, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(Buffer.from(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
}
