import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { decodeImage, type DecodeImageOptions } from "./decode-image.js";

const [width, height] = [48, 32];
// a ramp with noise, so that every block of a JPEG has something to say
const picture = sharp(
  Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => (Math.floor(i / 3) * 5 + (i % 3) * 40 + ((i * 7919) % 23)) & 255,
  ),
  { raw: { width, height, channels: 3 } },
);

const refused = (bytes: Uint8Array, options: DecodeImageOptions, ...facts: string[]) =>
  expect(decodeImage(bytes, options)).rejects.toThrow(
    errorWith(DatasetFormatError, "decodeImage: ", ...facts),
  );

/** The pixels, or undefined for a file that is refused. */
async function pixelsOf(file: Uint8Array, options: DecodeImageOptions = {}): Promise<Buffer | undefined> {
  try {
    return Buffer.from((await decodeImage(file, options)).bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetFormatError);
    return undefined;
  }
}

describe("decodeImage, of files that are damaged", () => {
  it.each(["jpeg", "progressive", "png", "webp", "gif", "tiff", "avif"] as const)(
    "refuses %s that is cut off anywhere, unless all pixels are there",
    async (format) => {
      const file = await (
        format === "progressive"
          ? picture.clone().jpeg({ progressive: true })
          : picture.clone().toFormat(format)
      ).toBuffer();
      const whole = await pixelsOf(file);
      const lengths = [...Array(12).keys()].map((i) => Math.floor((i * file.length) / 12));
      for (const length of [...lengths, file.length - 20, file.length - 2, file.length - 1]) {
        const read = await pixelsOf(file.subarray(0, length));
        // the last bytes of PNG and GIF only say that the file ends
        if (read)
          expect(read.equals(whole!) && length > file.length - 13, `${length} of ${file.length}`).toBe(true);
      }
    },
  );

  it("refuses PNG with any bit changed, unless no pixel is: every chunk has its CRC", async () => {
    const file = await picture.clone().png().toBuffer();
    const whole = await pixelsOf(file);
    for (let at = 0; at < file.length; at += 41) {
      const damaged = Uint8Array.from(file);
      damaged[at]! ^= 1 << (at % 8);
      const read = await pixelsOf(damaged);
      if (read) expect(read.equals(whole!), `bit ${at % 8} of byte ${at}`).toBe(true);
    }
  });

  it("refuses JPEG in which a piece is lacking, of which nothing else tells", async () => {
    const file = await picture.clone().jpeg().toBuffer();
    const middle = Math.floor(file.length * 0.7);
    await refused(
      Buffer.concat([file.subarray(0, middle), file.subarray(middle + 150)]),
      {},
      "Corrupt JPEG data",
    );
  });

  it("refuses what is cut off in every size and fit as well, if it would change pixels", async () => {
    const file = await picture.clone().jpeg().toBuffer();
    for (const fit of ["fill", "cover", "contain"] as const) {
      for (const grayscale of [false, true]) {
        const options = { size: [8, 20], fit, grayscale } as const;
        const whole = await pixelsOf(file, options);
        const read = await pixelsOf(file.subarray(0, file.length - 100), options);
        if (read) expect(read.equals(whole!)).toBe(true);
        expect(await pixelsOf(file.subarray(0, Math.floor(file.length * 0.6)), options)).toBeUndefined();
      }
    }
  });
});

describe("decodeImage, of files that ask for much", () => {
  /** Drawings of which each is eight of the one before. */
  const drawing = (depth: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect id="a0" width="1" height="1"/>${Array.from(
      { length: depth },
      (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(8)}</g>`,
    ).join("")}</svg>`;

  it.each([
    ["of many parts", drawing(20)],
    ["behind the head of XML", `<?xml version="1.0"?>\n<!-- c -->${drawing(1)}`],
    [
      "that names other files",
      `<svg viewBox="0 0 1 1"><image href="file:///etc/passwd" width="1" height="1"/></svg>`,
    ],
    ["of a size beyond all", `<svg width="1e9" height="1e9" viewBox="0 0 1e9 1e9"/>`],
  ])("refuses drawings, SVG, %s", async (_, text) => {
    await refused(Buffer.from(text), {}, "a drawing (SVG)");
  });

  it("refuses every other format that it does not know, before sharp sees it", async () => {
    for (const bytes of [
      Buffer.from("%PDF-1.7"),
      Buffer.of(0x1f, 0x8b, 8, 0),
      Buffer.alloc(100),
      Buffer.of(),
    ]) {
      await refused(bytes, {}, "no PNG, JPEG, WebP, GIF, TIFF, AVIF, PGM, PPM or BMP");
    }
  });

  it.each(["png", "jpeg", "webp", "gif", "tiff", "avif"] as const)(
    "refuses %s of more pixels than maxPixels before they are decoded, and reads just as many",
    async (format) => {
      const file = await picture.clone().toFormat(format).toBuffer();
      await refused(file, { maxPixels: width * height - 1 }, "32×48 pixels", "at most 1535", "maxPixels");
      expect(await pixelsOf(file, { maxPixels: width * height })).toBeDefined();
    },
  );

  it("counts the pixels of PNM and BMP too", async () => {
    const gray = Buffer.from("P5 2 3 255\n123456");
    const bmp = Buffer.alloc(54 + 24);
    bmp.write("BM");
    for (const [at, value] of [
      [10, 54],
      [14, 40],
      [18, 2],
      [22, 3],
    ] as const)
      bmp.writeUInt32LE(value, at);
    bmp.writeUInt16LE(24, 28);
    for (const file of [gray, bmp]) {
      await refused(file, { maxPixels: 5 }, "3×2 pixels", "maxPixels");
      expect(await pixelsOf(file, { maxPixels: 6 })).toBeDefined();
    }
  });

  it("refuses headers of huge sizes by default, without making room for them", async () => {
    const webp = await picture.clone().webp({ lossless: true }).toBuffer();
    webp.writeUInt32LE(8199 | (8199 << 14), 21); // width and height, less one
    const png = await picture.clone().png().toBuffer();
    const header = Buffer.from(png.subarray(0, 33));
    header.writeUInt32BE(60_000, 16);
    header.writeUInt32BE(60_000, 20);
    header.writeInt32BE(crc32(header.subarray(12, 29)), 29);
    const before = process.memoryUsage().rss;
    await refused(webp, { size: [8, 8] }, "8200×8200 pixels", "at most 67108864");
    await refused(Buffer.concat([header, png.subarray(33)]), { size: [8, 8] }, "60000×60000 pixels");
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
  });

  it("refuses progressive JPEG that repeats its scans, which costs time without bytes", async () => {
    const file = await picture.clone().jpeg({ progressive: true }).toBuffer();
    const last = file.subarray(file.lastIndexOf(Buffer.of(0xff, 0xda)), -2);
    const many = Buffer.concat([file.subarray(0, -2), ...Array<Buffer>(500).fill(last), file.subarray(-2)]);
    await refused(many, {}, "Inconsistent progression sequence");
  });

  it("decodes the first frame alone of an animation", async () => {
    const frames = 20;
    const bytes = Uint8Array.from({ length: 8 * 8 * frames * 3 }, (_, i) => (i * 31) & 255);
    const animation = sharp(bytes, { raw: { width: 8, height: 8 * frames, channels: 3, pageHeight: 8 } });
    for (const file of [
      await animation.clone().gif().toBuffer(),
      await animation.clone().webp().toBuffer(),
    ]) {
      expect((await sharp(file).metadata()).pages).toBe(frames);
      const { height, width } = await decodeImage(file, { maxPixels: 64 });
      expect([height, width]).toEqual([8, 8]);
    }
  });
});

/** CRC-32 of PNG, bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
