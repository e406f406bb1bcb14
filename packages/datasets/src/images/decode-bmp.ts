import type { DecodedImage } from "./decoded-image.js";

/**
 * Reads a BMP file without compression, of 8 bits with a palette, 24 or 32 bits (whose fourth byte counts for nothing): red,
 * green and blue.
 *
 * @returns undefined for other files
 * @throws {Error} for one that is damaged, compressed, or of other bits
 */
export function decodeBmp(file: Uint8Array): DecodedImage | undefined {
  if (!(file[0] === 0x42 && file[1] === 0x4d)) return undefined;
  if (file.length < 54) throw new Error(`a BMP file that ends early (${file.length} bytes)`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [start, header] = [view.getUint32(10, true), view.getUint32(14, true)];
  const [width, signed] = [view.getInt32(18, true), view.getInt32(22, true)];
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  const height = Math.abs(signed); // negative where the first row of the file is the upper one
  if (!(header >= 40 && [8, 24, 32].includes(bits) && compression === 0)) {
    const packed = compression === 0 ? "" : ", compressed or of other color masks";
    throw new Error(`a BMP file of ${bits} bits per pixel${packed}; those of 8, 24 and 32 are read`);
  }
  const rowBytes = Math.ceil((width * bits) / 32) * 4; // rows end at multiples of four bytes
  const palette = 14 + header;
  const colors = bits === 8 ? view.getUint32(46, true) || 256 : 0;
  if (!(
    width >= 1 &&
    height >= 1 &&
    start >= palette + 4 * colors &&
    start + rowBytes * height <= file.length
  )) {
    throw new Error(`a BMP file of ${height}×${width} pixels that ends early (${file.length} bytes)`);
  }
  const bytes = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++) {
    const row = start + rowBytes * (signed > 0 ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      let from = row + (x * bits) / 8;
      if (bits === 8) {
        if (file[from]! >= colors) throw new Error(`a BMP file with color ${file[from]} of ${colors}`);
        from = palette + 4 * file[from]!;
      }
      const to = 3 * (y * width + x);
      // blue, green, red in the file
      [bytes[to], bytes[to + 1], bytes[to + 2]] = [file[from + 2]!, file[from + 1]!, file[from]!];
    }
  }
  return { height, width, channels: 3, bytes };
}
