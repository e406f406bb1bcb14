import { DatasetFormatError, decodeImage, type DecodedImage } from "@reciprocal/datasets";
import fc from "fast-check";
import sharp from "sharp";
import { damaged, joinBytes } from "../damage/bytes.js";
import { anyTextDamage } from "../damage/text.js";
import { mustHold, type Target } from "../target.js";

const pixels = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => (i * 37) % 256);
const picture = () => sharp(pixels, { raw: { width: 5, height: 4, channels: 3 } });

function bmp(bits: 8 | 24 | 32, { upsideDown = false } = {}): Uint8Array {
  const [width, height] = [3, 2];
  const colors = bits === 8 ? 4 : 0;
  const row = Math.ceil((width * bits) / 32) * 4;
  const file = Buffer.alloc(54 + 4 * colors + row * height, 1);
  file.write("BM");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54 + 4 * colors, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(upsideDown ? -height : height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  file.writeUInt32LE(0, 30);
  file.writeUInt32LE(colors, 46);
  return file;
}

const text = (words: string) => new TextEncoder().encode(words);
const plain = [
  ...[bmp(8), bmp(24), bmp(32, { upsideDown: true })],
  joinBytes(text("P5\n3 2\n255\n"), pixels.subarray(0, 6)),
  joinBytes(text("P6 2 1 65535\n"), pixels.subarray(0, 12)),
  text("P2\n# gray\n3 2\n7\n0 1 2\n3 4 7\n"),
  text("P3\n1 1\n255\n1 2 3\n"),
];

const packed = await Promise.all([
  picture().png().toBuffer(),
  picture().png({ palette: true }).toBuffer(),
  picture().jpeg().toBuffer(),
  picture().jpeg({ progressive: true }).toBuffer(),
  picture().webp({ lossless: true }).toBuffer(),
  picture().gif().toBuffer(),
  picture().tiff({ compression: "none" }).toBuffer(),
  picture().tiff({ compression: "lzw" }).toBuffer(),
]);

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="4"><rect id="a" width="2" height="2" fill="red"/><use href="#a" x="2"/></svg>';

const size = [4, 3] as const;

export const image: Target<DecodedImage> = {
  name: "image",
  inputs: fc.oneof(
    { weight: 4, arbitrary: damaged(plain) },
    { weight: 3, arbitrary: damaged(packed) },
    { weight: 1, arbitrary: anyTextDamage.map((damage) => Buffer.from(damage(svg))) },
  ),
  // half as it is, half brought to a size
  read: (input) => decodeImage(input, input.length % 2 === 0 ? { size, grayscale: true } : {}),
  permits: (error) => error instanceof DatasetFormatError,
  memory: (input) => 200 * input.length + 64e6,
  milliseconds: 3000,
  check({ height, width, channels, bytes }, input) {
    mustHold(bytes.length === height * width * channels, "must have all pixels");
    mustHold(height >= 1 && width >= 1, "must have pixels");
    if (input.length % 2 === 0)
      mustHold(
        height === size[0] && width === size[1] && channels === 1,
        "must have the size that was asked for",
      );
  },
};
