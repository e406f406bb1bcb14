import { describe, expect, it } from "vitest";
import { expectLinear, growth } from "@reciprocal/test-utils";
import { datasetFromIdx } from "./idx/dataset-from-idx.js";
import { decodeIdx } from "./idx/decode-idx.js";
import { decodeBmp } from "./images/decode-bmp.js";
import { decodeCifar10 } from "./images/decode-cifar10.js";
import { decodePnm } from "./images/decode-pnm.js";
import { tiffFault } from "./images/tiff-fault.js";
import { datasetFromCsv } from "./tables/dataset-from-csv.js";
import { readTable } from "./tables/read-table.js";
import { regressionFromCsv } from "./tables/regression-from-csv.js";
import { tableFromRows } from "./tables/table-from-rows.js";

const sizes = [100, 300, 900];
const repeat =
  (part: string, separator = "") =>
  (count: number) =>
    Array<string>(count).fill(part).join(separator);
const numbered = (count: number, make: (i: number) => string, separator = ",") =>
  Array.from({ length: count }, (_, i) => make(i)).join(separator);

/** Characters that are looked at or copied inside of the engine, where blocks are not counted. */
async function scanned(text: string, read: (text: string) => unknown): Promise<number> {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the text as `this` below
  const { indexOf, slice } = String.prototype;
  String.prototype.indexOf = function (this: string, search: string, from = 0) {
    const found = indexOf.call(this, search, from);
    count += (found < 0 ? this.length : found) - Math.min(from, this.length) + 1;
    return found;
  };
  String.prototype.slice = function (this: string, start, end) {
    const part = slice.call(this, start, end);
    count += part.length;
    return part;
  };
  try {
    await read(text);
  } catch {
    // refused: that takes work too
  } finally {
    Object.assign(String.prototype, { indexOf, slice });
  }
  return count;
}

const texts: readonly (readonly [string, (count: number) => string])[] = [
  ["rows", repeat("1,a,2.5\n")],
  ["columns", (count) => `${numbered(count, (i) => `c${i}`)}\n${repeat("1", ",")(count)}`],
  ["columns without names", (count) => `${repeat("1", ",")(count)}\n${repeat("2", ",")(count)}`],
  ["quoted columns", (count) => `${numbered(count, (i) => `"c${i}"`)}\n${repeat('"1"', ",")(count)}`],
  ["one column", repeat("abc\n")],
  ["one quoted column", repeat('"abc"\n')],
  ["quotes that close nothing, and a far delimiter", (count) => `${repeat('"a"x')(count)},1\n`],
  ["quotes that close nothing, and a far newline", (count) => `"${repeat('a"x')(count)}\n1,2`],
  ["a cell of quotes", (count) => `a\n"${repeat('""')(count)}"\n`],
  ["a quote that stays open", (count) => `a,b\n"${repeat("1,2\n")(count)}`],
  ["comments", (count) => `a,b\n${repeat("# c\n1,2\n")(count)}`],
  ["blank lines", (count) => `a,b\n${repeat("\n")(count)}1,2`],
  ["newlines in cells", (count) => `a,b\n${repeat('"1\n",2\n')(count)}`],
  [
    "a wide first row above short ones",
    (count) => `1,${numbered(count, (i) => `w${i}`)}\n${repeat("1\n")(count)}`,
  ],
  ["a short first row above wide ones", (count) => `1,a\n${repeat("1,2,,,\n")(count)}`],
  ["commas in all numbers", (count) => `a;b\n${repeat("1,5;2,25\n")(count)}`],
  ["gaps", (count) => `a,b\n${repeat("?,NA\n")(count)}1,2\n`],
  ["a long number", (count) => `a\n${repeat("1")(count)}x\n`],
  ["long lines without a delimiter", (count) => `${repeat("x ")(count)}\n${repeat("x ")(count)}`],
];

describe("readTable takes work in proportion to the text", () => {
  it.each(texts)("%s", async (_, make) => {
    expectLinear(await growth(make, (text) => readTable(text), sizes));
    const [small, large] = [make(500), make(5000)];
    const rates = [await scanned(small, readTable), await scanned(large, readTable)].map(
      (count, i) => count / [small, large][i]!.length,
    );
    expect(rates[1]! / rates[0]!, `characters looked at for each one: ${rates.join(", ")}`).toBeLessThan(1.2);
  });

  it.each([
    ["delimiters that are tabs", (count: number) => repeat('"a"\t"b"\n')(count)],
    ["bytes", (count: number) => repeat("1,a\n")(count)],
  ])("%s", async (_, make) => {
    const bytes = (count: number) => new TextEncoder().encode(make(count));
    expectLinear(await growth(bytes, (text) => readTable(text), sizes));
  });
});

describe("samples of tables take work in proportion to the text", () => {
  const columns = (count: number) =>
    `${numbered(count, (i) => `c${i}`)},y\n${repeat("1", ",")(count)},a\n${repeat("2", ",")(count)},b\n`;

  it("with columns, chosen or not, and kinds for each", async () => {
    expectLinear(await growth(columns, (text) => datasetFromCsv(text, { label: "y" }), sizes));
    const names = (text: string) => text.slice(0, text.indexOf(",y")).split(",");
    expectLinear(
      await growth(
        columns,
        (text) => {
          const kinds = Object.fromEntries(names(text).map((name) => [name, "numbers" as const]));
          return datasetFromCsv(text, { label: "y", features: names(text), kinds });
        },
        sizes,
      ),
    );
    const targets = (text: string) => names(text).slice(1);
    expectLinear(
      await growth(
        columns,
        (text) => regressionFromCsv(text, { targets: targets(text), features: ["c0"] }),
        sizes,
      ),
    );
  });

  it("with classes, named or not, and with words", async () => {
    const classes = (count: number) => `x,y\n${numbered(count, (i) => `1,k${i}`, "\n")}`;
    expectLinear(await growth(classes, (text) => datasetFromCsv(text, { label: "y" }), sizes));
    const named = (text: string) =>
      text
        .split("\n")
        .slice(1)
        .map((line) => line.slice(2));
    expectLinear(
      await growth(classes, (text) => datasetFromCsv(text, { label: "y", classNames: named(text) }), sizes),
    );
    const words = (count: number) => `x,y\n${numbered(count, (i) => `w${i % 50},k${i % 2}`, "\n")}`;
    for (const gaps of ["refuse", "mean", "word"] as const) {
      expectLinear(await growth(words, (text) => datasetFromCsv(text, { label: "y", gaps }), sizes), 1.5);
    }
  });

  it("with rows that are objects, which are refused where no two share a column", async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ a: i, b: "x" }));
    expectLinear(await growth(rows, (list) => tableFromRows(list), sizes));
    const apart = Array.from({ length: 1100 }, (_, i) => ({ [`k${i}`]: 1 }));
    expect(() => tableFromRows(apart)).toThrow("got 1100 rows with 1100 columns in all");
    expect(tableFromRows(apart.slice(0, 1000)).columns).toHaveLength(1000);
  });
});

describe("readers of bytes take work in proportion to them", () => {
  const idx = (type: number, size: number, shape: readonly number[]) => {
    const bytes = new Uint8Array(4 + 4 * shape.length + size * shape.reduce((a, b) => a * b, 1));
    bytes.set([0, 0, type, shape.length]);
    for (const [axis, length] of shape.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, length);
    return bytes;
  };

  it("IDX: numbers of every size, and dimensions", async () => {
    for (const [type, size] of [
      [8, 1],
      [9, 1],
      [0xb, 2],
      [0xc, 4],
      [0xd, 4],
      [0xe, 8],
    ] as const) {
      expectLinear(
        await growth(
          (count) => idx(type, size, [count]),
          (bytes) => decodeIdx(bytes),
          sizes,
        ),
      );
    }
    // a shape of no numbers costs no more than its header
    const none = Uint8Array.of(0, 0, 8, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
    expect(decodeIdx(none)).toEqual({ shape: [2 ** 32 - 1, 0], data: new Uint8Array(0) });
    const images = (count: number) => idx(8, 1, [count, 2, 2]);
    expectLinear(
      await growth(images, (bytes) => datasetFromIdx(bytes, idx(8, 1, [(bytes.length - 16) / 4])), sizes),
    );
  });

  it("IDX: rows of labels that are declared and not there", () => {
    const declared = Uint8Array.of(0, 0, 8, 2, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => datasetFromIdx(idx(8, 1, [1, 1, 1]), declared)).toThrow(
      "needs a label in every row, got shape 4294967295×0",
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  it("CIFAR-10", async () => {
    expectLinear(
      await growth(
        (count) => new Uint8Array(3073 * count),
        (bytes) => decodeCifar10([bytes]),
        [2, 8, 32],
      ),
    );
  });

  it("PNM: bytes, text, comments, long numbers", async () => {
    const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
    const made: ((count: number) => string)[] = [
      (count) => `P5 ${count} 1 255 ${repeat("a")(count)}`,
      (count) => `P6 ${count} 1 65535 ${repeat("abcdef")(count)}`,
      (count) => `P2 ${count} 1 255 ${repeat("7 ")(count)}`,
      (count) => `P2 # ${repeat("#")(count)}\n1 1 255 7`,
      (count) => `P2 1 1 255 ${repeat("0")(count)}7`,
      (count) => `P3 ${count} ${count} 255 ${repeat("7 ")(count)}`,
    ];
    for (const make of made) {
      expectLinear(
        await growth(
          (count) => bytes(make(count)),
          (file) => decodePnm(file),
          sizes,
        ),
      );
    }
  });

  it("BMP, and the tags of TIFF", async () => {
    const bmp = (rows: number) => {
      const file = new Uint8Array(54 + 12 * rows);
      const view = new DataView(file.buffer);
      file.set([0x42, 0x4d]);
      for (const [at, value] of [
        [10, 54],
        [14, 40],
        [18, 4],
        [22, rows],
      ] as const)
        view.setUint32(at, value, true);
      view.setUint16(28, 24, true);
      return file;
    };
    expectLinear(await growth(bmp, decodeBmp, sizes));
    const tiff = (tags: number) => {
      const file = new Uint8Array(10 + 12 * tags);
      const view = new DataView(file.buffer);
      file.set([0x49, 0x49, 42, 0, 8]);
      view.setUint16(8, tags, true);
      for (let tag = 0; tag < tags; tag++) {
        // bits per sample, as many as the file has bytes, again and again
        view.setUint16(10 + 12 * tag, 258, true);
        view.setUint16(12 + 12 * tag, 1, true);
        view.setUint32(14 + 12 * tag, 10 + 12 * tags, true);
      }
      return file;
    };
    expectLinear(await growth(tiff, tiffFault, sizes));
  });
});
