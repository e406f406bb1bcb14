import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatasetFormatError, DatasetUnavailableError } from "./errors.js";
import { loadSharp } from "./internal/load-sharp.js";
import { readImageFolder } from "./read-image-folder.js";

let top: string;
beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), "image-folder-"));
});
afterAll(() => rm(top, { recursive: true }));

type Rows = readonly (readonly number[])[];

/** A PNG of bytes in rows; colours interleaved in a row. */
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

describe("readImageFolder", () => {
  it("reads a subfolder per class in an order of its own, and passes over hidden names and files beside", async () => {
    const folder = await folderOf({
      "README.md": "not an image",
      ".cache/x.png": "not an image",
      "cat/b.png": await png([[30, 31]]),
      "cat/a.png": await png([[20, 21]]),
      "cat/.DS_Store": "not an image",
      "Dog/c.png": await png([[10, 255]]),
    });
    expect(await readImageFolder(folder, { grayscale: true, name: "pets" })).toEqual({
      name: "pets",
      inputs: Float32Array.from([10, 255, 20, 21, 30, 31], (byte) => byte / 255),
      labels: Int32Array.of(0, 1, 1),
      count: 3,
      features: 2,
      shape: [1, 2],
      classes: 2,
      classNames: ["Dog", "cat"],
    });
  });

  it("gives colours as planes, and the folder's name to the result", async () => {
    // two pixels beside each other: (1, 2, 3) and (4, 5, 6)
    const folder = await folderOf({
      "a/1.png": await png([[1, 2, 3, 4, 5, 6]], 3),
      "b/1.png": await png([[7, 8]]),
    });
    const dataset = await readImageFolder(`${folder}/`);
    expect(dataset.shape).toEqual([3, 1, 2]);
    expect(bytesOf(dataset.inputs)).toEqual([1, 4, 2, 5, 3, 6, 7, 8, 7, 8, 7, 8]);
    expect(dataset.name).toBe(String(folders - 1));
  });

  it("reads JPEG, 16 bits, palettes, turned photographs and transparent pixels", async () => {
    const grey = sharp(new Uint8Array(64).fill(100), { raw: { width: 8, height: 8, channels: 1 } });
    const deep = sharp(Uint16Array.of(0, 0x8000, 0xffff, 0x1234), {
      raw: { width: 4, height: 1, channels: 1 },
    });
    const few = sharp(Uint8Array.of(255, 0, 0, 0, 0, 255), { raw: { width: 2, height: 1, channels: 3 } });
    const upright = sharp(Uint8Array.of(50, 60), { raw: { width: 2, height: 1, channels: 1 } });
    const one = async (image: Uint8Array, options = {}) => {
      const { inputs, shape } = await readImageFolder(
        await folderOf({ "a/x": image, "b/x": image }),
        options,
      );
      return [shape, bytesOf(inputs).slice(0, inputs.length / 2)];
    };
    const greyJpeg = await grey.toColourspace("b-w").jpeg().toBuffer();
    expect(await one(greyJpeg, { grayscale: true })).toEqual([[8, 8], new Array(64).fill(100)]);
    const deepPng = await deep.toColourspace("grey16").png().toBuffer();
    expect(await one(deepPng, { grayscale: true })).toEqual([
      [1, 4],
      [0, 128, 255, 18],
    ]);
    const palette = await few.png({ palette: true }).toBuffer();
    expect(await one(palette)).toEqual([
      [3, 1, 2],
      [255, 0, 0, 0, 0, 255],
    ]);
    const turned = await upright.toColourspace("b-w").withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await one(turned, { grayscale: true })).toEqual([
      [2, 1],
      [50, 60],
    ]);
    const clear = await png([[10, 20, 30, 255, 10, 20, 30, 0]], 4);
    expect(await one(clear)).toEqual([
      [3, 1, 2],
      [10, 0, 20, 0, 30, 0],
    ]);
    expect(await one(clear, { background: "white" })).toEqual([
      [3, 1, 2],
      [10, 255, 20, 255, 30, 255],
    ]);
  });

  it("turns colours into their luminance in linear light", async () => {
    // 0.2126, 0.7152 and 0.0722 of linear light, back through the transfer curve of sRGB
    const curve = (light: number) => Math.round(255 * (1.055 * light ** (1 / 2.4) - 0.055));
    const primaries = await png([[255, 0, 0, 0, 255, 0, 0, 0, 255]], 3);
    const folder = await folderOf({ "a/1.png": primaries, "b/1.png": primaries });
    const { inputs } = await readImageFolder(folder, { grayscale: true });
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
      const { inputs, shape } = await readImageFolder(folder, {
        size: [2, 2],
        grayscale: true,
        fit,
        background: "#fff",
      });
      expect(shape).toEqual([2, 2]);
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
    expect((await readImageFolder(folder, { size: [3, 5] })).shape).toEqual([3, 3, 5]);
  });

  it("orders folders that are numbers by size, and keeps the classes that are given", async () => {
    const [one, two, ten] = [await png([[1]]), await png([[2]]), await png([[10]])];
    const folder = await folderOf({ "10/x.png": ten, "2/x.png": two, "1/x.png": one });
    const { classNames, inputs } = await readImageFolder(folder, { grayscale: true });
    expect([classNames, bytesOf(inputs)]).toEqual([
      ["1", "2", "10"],
      [1, 2, 10],
    ]);

    const test = await folderOf({ "2/x.png": two });
    expect(await readImageFolder(test, { classNames: classNames! })).toMatchObject({
      labels: Int32Array.of(1),
      classes: 3,
    });
    await expect(readImageFolder(folder, { classNames: ["1", "2"] })).rejects.toThrow(
      new DatasetFormatError(`readImageFolder: ${folder}: needs subfolders among "1", "2", got "10"`),
    );
  });

  it("orders files by UTF-16 code units, where a file system may go by bytes", async () => {
    // U+1F600 begins with 0xd83d in UTF-16 and comes before U+FF5E; in UTF-8 it comes after
    const files = {
      "a/\uff5e.png": await png([[2]]),
      "a/\u{1f600}.png": await png([[1]]),
      "b/1.png": await png([[3]]),
    };
    const { inputs } = await readImageFolder(await folderOf(files), { grayscale: true });
    expect(bytesOf(inputs)).toEqual([1, 2, 3]);
  });

  it("follows links to folders", async () => {
    const folder = await folderOf({ "a/1.png": await png([[1]]) });
    await symlink(join(folder, "a"), join(folder, "b"));
    expect((await readImageFolder(folder)).classNames).toEqual(["a", "b"]);
  });

  it("refuses a link that leads nowhere, which may have been a class", async () => {
    const image = await png([[1]]);
    const folder = await folderOf({ "a/1.png": image, "b/1.png": image });
    await symlink(join(folder, "gone"), join(folder, "c"));
    await expect(readImageFolder(folder)).rejects.toThrow(DatasetUnavailableError);
    await expect(readImageFolder(folder)).rejects.toThrow(
      `readImageFolder: ${folder}: needs names that lead somewhere, got ENOENT`,
    );
  });

  it("reads more images than it decodes at once, each to its place", async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 70; i++) files[`${i % 2}/${String(i).padStart(2, "0")}.png`] = await png([[i]]);
    const { inputs, labels } = await readImageFolder(await folderOf(files), { grayscale: true });
    const order = Array.from({ length: 70 }, (_, i) => (i < 35 ? 2 * i : 2 * i - 69));
    expect(bytesOf(inputs)).toEqual(order);
    expect([...labels]).toEqual(order.map((i) => i % 2));
  });

  it.each([
    ["2×1", [[1], [2]]],
    ["1×3", [[1, 2, 3]]],
  ])("names an image of another size, such as %s, and what was needed", async (size, rows) => {
    const folder = await folderOf({ "a/1.png": await png([[1, 2]]), "b/1.png": await png(rows) });
    await expect(readImageFolder(folder)).rejects.toThrow(
      new DatasetFormatError(
        `readImageFolder: ${join(folder, "b/1.png")}: needed 1×2 pixels (height×width), as ${join(folder, "a/1.png")} has, got ${size}; the option size brings all to one`,
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
    const reading = readImageFolder(folder);
    await expect(reading).rejects.toThrow(DatasetFormatError);
    await expect(reading).rejects.toThrow(
      `readImageFolder: ${join(folder, "b/1.png")}: needed an image that sharp can read, got `,
    );
  });

  it("refuses a folder within a class", async () => {
    const folder = await folderOf({ "a/1.png": await png([[1]]), "b/deep/1.png": await png([[1]]) });
    await expect(readImageFolder(folder)).rejects.toThrow(
      `readImageFolder: ${join(folder, "b/deep")}: needed an image that sharp can read, got EISDIR`,
    );
  });

  it("refuses folders without classes or images", async () => {
    const image = await png([[1]]);
    const flat = await folderOf({ "1.png": image });
    await expect(readImageFolder(flat)).rejects.toThrow(
      new DatasetFormatError(
        `readImageFolder: ${flat} (a subfolder per class): needs samples of at least two classes, got none`,
      ),
    );
    await expect(readImageFolder(flat, { classNames: ["a", "b"] })).rejects.toThrow(
      new DatasetFormatError(`readImageFolder: ${flat}: needs a subfolder of images for a class, got none`),
    );
    const empty = await folderOf({ "a/1.png": image, "b/.keep": "" });
    await expect(readImageFolder(empty)).rejects.toThrow(
      new DatasetFormatError(`readImageFolder: ${empty}: needs an image in the subfolder "b", got none`),
    );
    await expect(readImageFolder(join(top, "none"))).rejects.toThrow(DatasetUnavailableError);
    await expect(readImageFolder(join(top, "none"))).rejects.toThrow(
      `readImageFolder: ${join(top, "none")}: needs a folder that can be listed, got ENOENT`,
    );
  });

  it.each([
    [{ size: [0, 2] }, "size[0] must be an integer of at least 1, got 0"],
    [{ size: [2] }, "size[1] must be an integer of at least 1, got undefined"],
    [{ size: [2, 2], fit: "stretch" }, "Expected valid fit for fit but received stretch of type string"],
    [{ background: "blak" }, "Unable to parse color from string: blak"],
    [{ classNames: ["a"] }, 'classNames must be two or more that differ, got "a"'],
  ])("refuses %j", async (options, message) => {
    await expect(readImageFolder(top, options as object)).rejects.toThrow(
      new RangeError(`readImageFolder: ${message}`),
    );
  });

  it("says what to install where the image library is not", async () => {
    await expect(loadSharp("readImageFolder", "no-such-library")).rejects.toThrow(
      "readImageFolder: needs the package no-such-library; npm install no-such-library",
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
