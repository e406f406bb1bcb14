import type { DecodedImage } from "./decoded-image.js";

/**
 * Reads a PGM or PPM file, as bytes (P5, P6) or as text (P2, P3): gray or red, green and blue
 * (https://netpbm.sourceforge.net/doc/). A largest value other than 255 is scaled to it, and rounded.
 *
 * @returns undefined for other files
 * @throws {Error} for one that is damaged
 */
export function decodePnm(file: Uint8Array): DecodedImage | undefined {
  const kind = String.fromCharCode(...file.subarray(0, 2));
  if (!/^P[2356]$/.test(kind)) return undefined;
  let at = 2;
  /** The next whole number, after spaces and comments. */
  const next = (what: string): number => {
    const start = at;
    while (isSpace(file[at]) || file[at] === hash) {
      if (file[at] === hash) while (at < file.length && file[at] !== newline) at++;
      else at++;
    }
    let value = 0;
    const first = at;
    while (isDigit(file[at])) value = Math.min(10 * value + file[at++]! - zero, tooLarge);
    if (start === at || first === at) throw new Error(`a ${names[kind]!} file whose ${what} is no number`);
    return value;
  };
  const [width, height, largest] = [next("width"), next("height"), next("largest value")];
  if (!(width >= 1 && height >= 1 && largest >= 1 && largest <= 65535)) {
    throw new Error(`a ${names[kind]!} file of ${height}×${width} pixels up to ${largest}`);
  }
  const channels = kind === "P2" || kind === "P5" ? 1 : 3;
  const count = height * width * channels;
  const isText = kind === "P2" || kind === "P3";
  const size = largest > 255 ? 2 : 1;
  // in text every value takes two characters at least, but for the last
  const needed = isText ? 2 * count - 1 : 1 + count * size;
  if (file.length - at < needed) {
    throw new Error(`a ${names[kind]!} file that ends early (${file.length} bytes)`);
  }
  const bytes = new Uint8Array(count);
  at += isText ? 0 : 1; // one space before the bytes
  for (let i = 0; i < count; i++) {
    const value = isText ? next("pixel") : size === 2 ? 256 * file[at++]! + file[at++]! : file[at++]!;
    if (value > largest) throw new Error(`a ${names[kind]!} file with the value ${value}, above ${largest}`);
    bytes[i] = largest === 255 ? value : Math.round((value * 255) / largest);
  }
  return { height, width, channels, bytes };
}

const names: Readonly<Record<string, string>> = { P2: "PGM", P3: "PPM", P5: "PGM", P6: "PPM" };
const tooLarge = 2 ** 32; // for any width, height or pixel
const [hash, newline, zero] = [0x23, 0x0a, 0x30];

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || (byte !== undefined && byte >= 0x09 && byte <= 0x0d);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
