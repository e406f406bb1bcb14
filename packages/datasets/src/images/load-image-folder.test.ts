import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileError } from "@reciprocal/files";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError, DatasetUnavailableError } from "../errors.js";
import { loadSharp } from "./load-sharp.js";
import { loadImageFolder } from "./load-image-folder.js";

let top: string;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), "image-folder-"));
});
afterAll(() => rm(top, { recursive: true }));

type Rows = readonly (readonly number[])[];

/** A PNG of bytes in rows; colors interleaved in a row. */
function png(rows: Rows, channels: 1 | 3 | 4 = 1): Promise<Buffer> {
  const raw = { width: rows[0]!.length / channels, height: rows.length, channels };
  const image = sharp(Uint8Array.from(rows.flat()), { raw });
  return (channels === 1 ? image.toColourspace("b-w") : image).png().toBuffer();
}

let folders = 0;
/** A folder with these files. */
async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(top, String(folders++));
  await mkdir(folder);
  for (const [file, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), bytes);
  }
  return folder;
}

/** Bytes back from scaled pixels. */
const bytesOf = (inputs: Float32Array) => Array.from(inputs, (value) => Math.round(value * 255));

describe("loadImageFolder", () => {
  it("reads a subfolder per class in an order of its own, and passes over hidden names and files beside", async () => {
    const folder = await folderOf({
      "README.md": "not an image",
      ".cache/x.png": "not an image",
      "cat/b.png": await png([[30, 31]]),
      "cat/a.png": await png([[20, 21]]),
      "cat/.DS_Store": "not an image",
      "Dog/c.png": await png([[10, 255]]),
    });
    expect(await loadImageFolder(folder, { grayscale: true, name: "pets" })).toEqual({
      name: "pets",
      inputs: Float32Array.from([10, 255, 20, 21, 30, 31], (byte) => byte / 255),
      labels: Int32Array.of(0, 1, 1),
      count: 3,
      features: 2,
      shape: [1, 2, 1],
      classes: 2,
      classNames: ["Dog", "cat"],
      skipped: [],
    });
  });

  it.each([[""], [undefined], [null], [new URL("file:///tmp")]])(
    "refuses %s as its folder",
    async (folder) => {
      await expect(loadImageFolder(folder as string)).rejects.toThrow(
        /^loadImageFolder: needs the path of a folder as a text, got /,
      );
    },
  );

  it("keeps the channels of a pixel together, or apart if asked, and gives the folder's name to the result", async () => {
    // two pixels side by side: (1, 2, 3) and (4, 5, 6)
    const folder = await folderOf({
      "a/1.png": await png([[1, 2, 3, 4, 5, 6]], 3),
      "b/1.png": await png([[7, 8]]),
    });
    const dataset = await loadImageFolder(`${folder}/`);
    expect(dataset.shape).toEqual([1, 2, 3]);
    expect(bytesOf(dataset.inputs)).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 7, 8, 8, 8]);
    expect(dataset.name).toBe(String(folders - 1));
    const planes = await loadImageFolder(folder, { layout: "channels-first" });
    expect(planes.shape).toEqual([3, 1, 2]);
    expect(bytesOf(planes.inputs)).toEqual([1, 4, 2, 5, 3, 6, 7, 8, 7, 8, 7, 8]);
  });

  it("reads JPEG, 16 bits, palettes, turned photographs and transparent pixels", async () => {
    const gray = sharp(new Uint8Array(64).fill(100), { raw: { width: 8, height: 8, channels: 1 } });
    const deep = sharp(Uint16Array.of(0, 0x8000, 0xffff, 0x1234), {
      raw: { width: 4, height: 1, channels: 1 },
    });
    const few = sharp(Uint8Array.of(255, 0, 0, 0, 0, 255), { raw: { width: 2, height: 1, channels: 3 } });
    const upright = sharp(Uint8Array.of(50, 60), { raw: { width: 2, height: 1, channels: 1 } });
    const one = async (image: Uint8Array, options = {}) => {
      const { inputs, shape } = await loadImageFolder(
        await folderOf({ "a/x": image, "b/x": image }),
        options,
      );
      return [shape, bytesOf(inputs).slice(0, inputs.length / 2)];
    };
    const grayJpeg = await gray.toColourspace("b-w").jpeg().toBuffer();
    expect(await one(grayJpeg, { grayscale: true })).toEqual([[8, 8, 1], new Array(64).fill(100)]);
    const deepPng = await deep.toColourspace("grey16").png().toBuffer();
    expect(await one(deepPng, { grayscale: true })).toEqual([
      [1, 4, 1],
      [0, 128, 255, 18],
    ]);
    const palette = await few.png({ palette: true }).toBuffer();
    expect(await one(palette)).toEqual([
      [1, 2, 3],
      [255, 0, 0, 0, 0, 255],
    ]);
    const turned = await upright.toColourspace("b-w").withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await one(turned, { grayscale: true })).toEqual([
      [2, 1, 1],
      [50, 60],
    ]);
    const clear = await png([[10, 20, 30, 255, 10, 20, 30, 0]], 4);
    expect(await one(clear)).toEqual([
      [1, 2, 3],
      [10, 20, 30, 0, 0, 0],
    ]);
    expect(await one(clear, { background: "white" })).toEqual([
      [1, 2, 3],
      [10, 20, 30, 255, 255, 255],
    ]);
  });

  it("turns colors into their luminance in linear light", async () => {
    // 0.2126, 0.7152 and 0.0722 of linear light, back through the transfer curve of sRGB
    const curve = (light: number) => Math.round(255 * (1.055 * light ** (1 / 2.4) - 0.055));
    const primaries = await png([[255, 0, 0, 0, 255, 0, 0, 0, 255]], 3);
    const folder = await folderOf({ "a/1.png": primaries, "b/1.png": primaries });
    const { inputs } = await loadImageFolder(folder, { grayscale: true });
    const off = [0.2126, 0.7152, 0.0722].map((light, i) => Math.abs(curve(light) - bytesOf(inputs)[i]!));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  });

  it("brings images to one size: stretched, cut, or with background", async () => {
    const wide = await png([
      [0, 200, 200, 0],
      [0, 200, 200, 0],
    ]);
    const folder = await folderOf({
      "a/1.png": wide,
      "b/1.png": await png([
        [9, 9],
        [9, 9],
      ]),
    });
    const first = async (fit?: "fill" | "cover" | "contain") => {
      const { inputs, shape } = await loadImageFolder(folder, {
        size: [2, 2],
        grayscale: true,
        fit,
        background: "#fff",
      });
      expect(shape).toEqual([2, 2, 1]);
      expect(bytesOf(inputs).slice(4)).toEqual([9, 9, 9, 9]);
      return bytesOf(inputs).slice(0, 4);
    };
    expect(await first("cover")).toEqual([200, 200, 200, 200]);
    // 4×2 to 2×1 in the middle of 2×2 rounds to one of the rows
    expect(await first("contain")).toContain(255);
    const stretched = await first();
    expect(stretched).toEqual(await first("fill"));
    expect(stretched.every((byte) => byte > 50 && byte < 150)).toBe(true);
  });

  it("takes height before width", async () => {
    const folder = await folderOf({ "a/1.png": await png([[1]]), "b/1.png": await png([[2]]) });
    expect((await loadImageFolder(folder, { size: [3, 5] })).shape).toEqual([3, 5, 3]);
  });

  it("orders folders that are numbers by size, and keeps the classes that are given", async () => {
    const [one, two, ten] = [await png([[1]]), await png([[2]]), await png([[10]])];
    const folder = await folderOf({ "10/x.png": ten, "2/x.png": two, "1/x.png": one });
    const { classNames, inputs } = await loadImageFolder(folder, { grayscale: true });
    expect([classNames, bytesOf(inputs)]).toEqual([
      ["1", "2", "10"],
      [1, 2, 10],
    ]);

    const test = await folderOf({ "2/x.png": two });
    expect(await loadImageFolder(test, { classNames: classNames })).toMatchObject({
      labels: Int32Array.of(1),
      classes: 3,
    });
    await expect(loadImageFolder(folder, { classNames: ["1", "2"] })).rejects.toThrow(
      errorWith(DatasetFormatError, `loadImageFolder: ${folder}`, `"1", "2"`, `got "10"`),
    );
  });

  it("orders files by UTF-16 code units, where a file system may go by bytes", async () => {
    // U+1F600 begins with 0xd83d in UTF-16 and comes before U+FF5E; in UTF-8 it comes after
    const files = {
      "a/\uff5e.png": await png([[2]]),
      "a/\u{1f600}.png": await png([[1]]),
      "b/1.png": await png([[3]]),
    };
    const { inputs } = await loadImageFolder(await folderOf(files), { grayscale: true });
    expect(bytesOf(inputs)).toEqual([1, 2, 3]);
  });

  it("follows links to files and folders inside", async () => {
    const folder = await folderOf({ "a/1.png": await png([[1]]), "c/2.png": await png([[2]]) });
    await symlink(join(folder, "a"), join(folder, "b"));
    await symlink("../a/1.png", join(folder, "c/1.png"));
    const { classNames, inputs } = await loadImageFolder(folder, { grayscale: true, pixels: "uint8" });
    expect(classNames).toEqual(["a", "b", "c"]);
    expect([...inputs]).toEqual([1, 1, 1, 2]);
    await symlink(folder, join(top, "named"));
    expect((await loadImageFolder(join(top, "named"))).count).toBe(4); // the user's own word
  });

  describe.each([
    ["beside the classes", "x"],
    ["in a class", "b/x"],
  ])("%s", (_, name) => {
    it.each([
      [
        "a link to a file outside",
        "a link that leads out of the folder",
        (at) => symlink("/etc/hostname", at),
      ],
      ["a link to a folder outside", "a link that leads out of the folder", (at) => symlink("/", at)],
      ["a link to a device", "a link that leads out of the folder", (at) => symlink("/dev/zero", at)],
      [
        "a link to nothing, which may have been a class",
        "a link that leads nowhere",
        (at) => symlink("gone", at),
      ],
      ["a link to itself", "its links lead in a circle", (at) => symlink("x", at)],
      [
        "a FIFO, which would wait for ever",
        "it is a FIFO",
        (at) => Promise.resolve(execFileSync("mkfifo", [at])),
      ],
      [
        "a link to a FIFO",
        "it is a FIFO",
        (at) => (execFileSync("mkfifo", [`${at}0`]), symlink(`${at}0`, at)),
      ],
    ] as [string, string, (at: string) => Promise<unknown>][])("refuses %s", async (_kind, reason, make) => {
      const image = await png([[1]]);
      const folder = await folderOf({ "a/1.png": image, "b/1.png": image });
      await make(join(folder, name));
      for (const unreadable of ["refuse", "skip"] as const) {
        const error: unknown = await loadImageFolder(folder, { unreadable }).catch((one: unknown) => one);
        expect(error).toMatchObject({ message: expect.stringContaining(reason) as string });
        expect((error as FileError).path.startsWith(join(folder, name))).toBe(true);
      }
    });
  });

  it("takes a link to the folder itself for a class without images, not for an endless one", async () => {
    const image = await png([[1]]);
    const folder = await folderOf({ "a/1.png": image, "b/1.png": image });
    await symlink(".", join(folder, "c"));
    await expect(loadImageFolder(folder)).rejects.toThrow(
      errorWith(DatasetFormatError, 'in the subfolder "c", got none, but the folders "a", "b", "c"'),
    );
  });

  it("refuses a file and nothing in place of the folder", async () => {
    const folder = await folderOf({ file: "x" });
    for (const [name, code] of [
      ["file", "ENOTDIR"],
      ["gone", "ENOENT"],
    ] as const) {
      await expect(loadImageFolder(join(folder, name))).rejects.toThrow(
        errorWith(DatasetUnavailableError, `loadImageFolder: ${join(folder, name)}`, `(${code})`),
      );
    }
  });

  it("reads more images than it decodes at once, each to its place", async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 70; i++) files[`${i % 2}/${String(i).padStart(2, "0")}.png`] = await png([[i]]);
    const { inputs, labels } = await loadImageFolder(await folderOf(files), { grayscale: true });
    const order = Array.from({ length: 70 }, (_, i) => (i < 35 ? 2 * i : 2 * i - 69));
    expect(bytesOf(inputs)).toEqual(order);
    expect([...labels]).toEqual(order.map((i) => i % 2));
  });

  it.each([
    ["2×1", [[1], [2]]],
    ["1×3", [[1, 2, 3]]],
  ])("names an image of another size, such as %s, and what was needed", async (size, rows) => {
    const folder = await folderOf({ "a/1.png": await png([[1, 2]]), "b/1.png": await png(rows) });
    await expect(loadImageFolder(folder)).rejects.toThrow(
      errorWith(
        DatasetFormatError,
        `loadImageFolder: ${join(folder, "b/1.png")}`,
        "1×2",
        join(folder, "a/1.png"),
        `got ${size}`,
      ),
    );
  });

  it.each([
    ["text", () => Buffer.from("hello")],
    ["no bytes", () => Buffer.alloc(0)],
    ["half a PNG", () => half(noise().png())],
    ["half a JPEG", () => half(noise().jpeg())],
  ])("names a file that is %s", async (_, bytes) => {
    const folder = await folderOf({ "a/1.png": await png([[1, 2, 3]]), "b/1.png": await bytes() });
    const reading = loadImageFolder(folder);
    const where = `loadImageFolder: ${join(folder, "b/1.png")}`;
    await expect(reading).rejects.toThrow(errorWith(DatasetFormatError, where, "sharp", "got "));
  });

  it("passes over folders within a class and what systems leave behind, and says so where nothing else is there", async () => {
    const image = await png([[1]]);
    const folder = await folderOf({
      "a/1.png": image,
      "a/deep/2.png": image,
      "a/Thumbs.db": "x",
      "b/1.png": image,
      "b/desktop.ini": "x",
      "__MACOSX/b/._1.png": "x",
    });
    const { count, classNames } = await loadImageFolder(folder);
    expect([count, classNames]).toEqual([2, ["a", "b"]]);
    const deep = await folderOf({ "train/a/1.png": image, "train/b/1.png": image, "test/a/1.png": image });
    await expect(loadImageFolder(deep)).rejects.toThrow(
      errorWith(DatasetFormatError, `loadImageFolder: ${deep}`, '"test"', "got none", 'folders "a"'),
    );
  });

  it("skips files that are no images if asked, and lists them", async () => {
    const folder = await folderOf({
      "a/0.png": "not an image",
      "a/1.png": await png([[1, 2]]),
      "a/2.txt": "a list",
      "a/3.png": await png([[3, 4]]),
      "b/1.png": await png([[5, 6]]),
    });
    const { inputs, labels, count, skipped } = await loadImageFolder(folder, {
      unreadable: "skip",
      pixels: "uint8",
      grayscale: true,
    });
    expect(inputs).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect([count, ...labels]).toEqual([3, 0, 0, 1]);
    expect(skipped).toEqual([join(folder, "a/0.png"), join(folder, "a/2.txt")]);
    const none = await folderOf({ "a/1.png": await png([[1]]), "b/1.png": "<!doctype html>" });
    await expect(loadImageFolder(none, { unreadable: "skip" })).rejects.toThrow(
      errorWith(DatasetFormatError, `loadImageFolder: ${none}`, '"b"', "got none"),
    );
    await expect(loadImageFolder(none)).rejects.toThrow(
      errorWith(DatasetFormatError, join(none, "b/1.png"), "a web page"),
    );
  });

  it("reads PGM, PPM and BMP", async () => {
    const gray = [
      [0, 128, 255],
      [10, 20, 30],
    ];
    const files = {
      "a/1.pgm": Buffer.from("P5 # by hand\n3 2\n255\n\0\x80\xff\x0a\x14\x1e", "latin1"),
      "a/2.png": await png(gray),
      "b/1.pgm": "P2\n3 2\n255\n0 128 255\n10 20 30\n",
    };
    const { inputs } = await loadImageFolder(await folderOf(files), { grayscale: true });
    expect(bytesOf(inputs)).toEqual([...gray.flat(), ...gray.flat(), ...gray.flat()]);
    const colors = [1, 2, 3, 40, 50, 60];
    const inColor = {
      "a/1.ppm": Buffer.from("P6 2 1 255 \x01\x02\x03\x28\x32\x3c", "latin1"),
      "b/1.bmp": bmp(24, [3, 2, 1, 60, 50, 40, 0, 0]),
    };
    expect(bytesOf((await loadImageFolder(await folderOf(inColor))).inputs)).toEqual([...colors, ...colors]);
  });

  it.each<[string, TiffTags, string]>([
    ["floats", { bits: [32], format: 3 }, "floats"],
    ["32 bits", { bits: [32] }, "32 bits"],
    ["signed numbers of 16 bits", { bits: [16], format: 2 }, "signed integers"],
    ["4 bits", { bits: [4] }, "4 bits"],
    ["gray and another band", { bits: [8, 8] }, "2 bands, of which 1"],
    ["gray and a band that is not said", { bits: [8, 8], extra: [0] }, "2 bands"],
    ["color and infrared", { bits: [8, 8, 8, 8], extra: [0], photometric: 2 }, "4 bands, of which 1"],
    ["five bands", { bits: [8, 8, 8, 8, 8], extra: [0, 0], photometric: 2 }, "5 bands, of which 2"],
    ["color, transparency and infrared", { bits: [8, 8, 8, 8, 8], extra: [2, 0], photometric: 2 }, "5 bands"],
  ])("refuses TIFF of %s, by path and reason", async (_, tags, reason) => {
    for (const order of ["II", "MM"] as const) {
      const folder = await folderOf({ "a/1.png": await png([[1]]), "b/1.tif": tiff({ ...tags, order }) });
      await expect(loadImageFolder(folder)).rejects.toThrow(
        errorWith(DatasetFormatError, `loadImageFolder: ${join(folder, "b/1.tif")}`, "TIFF", reason),
      );
    }
  });

  it("reads TIFF of 8 and 16 bits, gray or in color, transparent or not", async () => {
    const folder = await folderOf({
      "a/gray.tif": tiff({ bits: [8], values: [200] }),
      "a/gray16.tif": tiff({ bits: [16], values: [200 * 257] }),
      "a/motorola.tif": tiff({ bits: [16], values: [200 * 257], order: "MM" }),
      "b/alpha.tif": tiff({ bits: [8, 8], extra: [2], values: [200, 255] }),
      "b/color.tif": tiff({ bits: [8, 8, 8], photometric: 2, values: [200, 200, 200] }),
      "b/color-alpha.tif": tiff({
        bits: [8, 8, 8, 8],
        photometric: 2,
        extra: [2],
        values: [200, 200, 200, 255],
      }),
      "b/one-bit.tif": tiff({ bits: [1], values: [0x80] }),
    });
    const { inputs, shape } = await loadImageFolder(folder, { pixels: "uint8" });
    expect(shape).toEqual([1, 1, 3]);
    expect([...inputs]).toEqual([...new Array<number>(18).fill(200), 255, 255, 255]);
  });

  it("refuses folders without classes or images", async () => {
    const image = await png([[1]]);
    const flat = await folderOf({ "1.png": image });
    await expect(loadImageFolder(flat)).rejects.toThrow(
      errorWith(DatasetFormatError, `loadImageFolder: ${flat} (a subfolder per class)`, `got none`),
    );
    await expect(loadImageFolder(flat, { classNames: ["a", "b"] })).rejects.toThrow(
      errorWith(DatasetFormatError, `loadImageFolder: ${flat}`, `got none`),
    );
    const empty = await folderOf({ "a/1.png": image, "b/.keep": "" });
    await expect(loadImageFolder(empty)).rejects.toThrow(
      errorWith(DatasetFormatError, `loadImageFolder: ${empty}`, `"b"`, `got none`),
    );
    await expect(loadImageFolder(join(top, "none"))).rejects.toThrow(
      errorWith(
        DatasetUnavailableError,
        `loadImageFolder: ${join(top, "none")}`,
        "cannot be listed as a folder: there is no such file (ENOENT)",
      ),
    );
  });

  it.each([
    [{ size: [0, 2] }, RangeError, "size[0]", "got 0"],
    [{ size: [2] }, RangeError, "size", "got an array of 1"],
    [{ size: [2, 2, 3] }, RangeError, "size", "got an array of 3"],
    [{ size: [2, 2], fit: "stretch" }, TypeError, "fit", 'got "stretch"'],
    [{ layout: "planes" }, TypeError, "layout", 'got "planes"'],
    [{ background: "blak" }, RangeError, "color", "blak"],
    [{ classNames: ["a"] }, RangeError, "classNames", 'got "a"'],
  ])("refuses %j", async (options, type, name, got) => {
    await expect(loadImageFolder(top, options as object)).rejects.toThrow(
      errorWith(type, "loadImageFolder: ", name, got),
    );
  });

  it("says what to install if the image library is missing", async () => {
    await expect(loadSharp("loadImageFolder", "no-such-library")).rejects.toThrow(
      errorWith(Error, "loadImageFolder: ", "npm install no-such-library"),
    );
  });
});

function noise() {
  const bytes = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * i) % 251);
  return sharp(bytes, { raw: { width: 32, height: 32, channels: 3 } });
}

async function half(image: Sharp): Promise<Uint8Array> {
  const whole = await image.toBuffer();
  return whole.subarray(0, whole.length / 2);
}

interface TiffTags {
  readonly bits: readonly number[];
  readonly photometric?: number;
  readonly format?: number;
  readonly extra?: readonly number[];
  readonly values?: readonly number[];
  readonly order?: "II" | "MM";
}

/** A TIFF of one pixel, as section 2 of TIFF 6.0 describes it. */
function tiff({
  bits,
  photometric = 1,
  format,
  extra = [],
  values = bits.map(() => 0),
  order = "II",
}: TiffTags) {
  const little = order === "II";
  const view = new DataView(new ArrayBuffer(512));
  const byteCount = Math.ceil(bits.reduce((a, b) => a + b) / 8);
  const formats = format === undefined ? [] : bits.map(() => format);
  const tags = [
    [256, [1]],
    [257, [1]],
    [258, bits],
    [259, [1]],
    [262, [photometric]],
    [273, [400]],
    [277, [bits.length]],
    [278, [1]],
    [279, [byteCount]],
    [338, extra],
    [339, formats],
  ].filter((tag): tag is [number, number[]] => (tag[1] as number[]).length > 0);
  view.setUint16(0, order === "II" ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, tags.length, little);
  let free = 200;
  for (const [i, [tag, numbers]] of tags.entries()) {
    const entry = 10 + 12 * i;
    view.setUint16(entry, tag, little);
    view.setUint16(entry + 2, 3, little);
    view.setUint32(entry + 4, numbers.length, little);
    const inside = numbers.length <= 2;
    if (!inside) view.setUint32(entry + 8, free, little);
    for (const [j, value] of numbers.entries())
      view.setUint16((inside ? entry + 8 : free) + 2 * j, value, little);
    free += inside ? 0 : 2 * numbers.length;
  }
  for (const [i, value] of values.entries()) {
    if (bits[i] === 16) view.setUint16(400 + 2 * i, value, little);
    else view.setUint8(400 + i, value);
  }
  return new Uint8Array(view.buffer);
}

/** A BMP of one row of two pixels: the header of Windows 3, then these bytes. */
function bmp(bits: number, row: readonly number[]) {
  const view = new DataView(new ArrayBuffer(54 + row.length));
  view.setUint16(0, 0x424d);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, 2, true);
  view.setInt32(22, 1, true);
  view.setUint16(28, bits, true);
  for (const [i, byte] of row.entries()) view.setUint8(54 + i, byte);
  return new Uint8Array(view.buffer);
}
