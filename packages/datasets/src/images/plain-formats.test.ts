import { describe, expect, it } from "vitest";
import { decodeBmp } from "./decode-bmp.js";
import { decodePnm } from "./decode-pnm.js";

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("decodePnm", () => {
  it("reads values of two bytes, text, comments, and scales to 255", () => {
    expect(decodePnm(bytesOf("P5 2 1 65535 \x80\x00\xff\xff"))).toEqual({
      width: 2,
      height: 1,
      channels: 1,
      bytes: Uint8Array.of(128, 255),
    });
    expect(decodePnm(bytesOf("P3\n# red, blue\n2 1 # wide\n15\n15 0 0\n0 0 15"))?.bytes).toEqual(
      Uint8Array.of(255, 0, 0, 0, 0, 255),
    );
    expect(decodePnm(bytesOf("P4 1 1 0"))).toBeUndefined();
  });

  it("reads numbers of any number of digits", () => {
    const text = `P2 2 1 255 ${"0".repeat(20)}7 ${"0".repeat(9)}255`;
    expect(decodePnm(bytesOf(text))?.bytes).toEqual(Uint8Array.of(7, 255));
  });

  it.each([
    ["P2 2 1 255 00000000000", "pixel is no number"],
    ["P2 1 1 255 99999999999", "above 255"],
    ["P5 2 1 255 \x01", "ends early"],
    ["P5 2", "height is no number"],
    ["P5 99999 99999 255 ", "ends early"],
    ["P2 2 1 255\n1 x", "pixel is no number"],
    ["P2 1 1 9\n10", "value 10, above 9"],
    ["P5 1 1 70000 \x01\x01", "up to 70000"],
    ["P6 0 1 255 ", "1×0 pixels"],
  ])("refuses %j", (text, message) => {
    expect(() => decodePnm(bytesOf(text))).toThrow(message);
  });
});

describe("decodeBmp", () => {
  /** Two columns and rows, which end at a multiple of four bytes. */
  const bmp = (
    bits: number,
    content: readonly number[],
    { height = 2, colors = 0, compression = 0 } = {},
  ) => {
    const view = new DataView(new ArrayBuffer(54 + content.length));
    view.setUint16(0, 0x424d);
    view.setUint32(10, 54 + 4 * colors, true);
    view.setUint32(14, 40, true);
    view.setInt32(18, 2, true);
    view.setInt32(22, height, true);
    view.setUint16(28, bits, true);
    view.setUint32(30, compression, true);
    view.setUint32(46, colors, true);
    for (const [i, byte] of content.entries()) view.setUint8(54 + i, byte);
    return new Uint8Array(view.buffer);
  };
  const lower = [3, 2, 1, 6, 5, 4, 0, 0];
  const upper = [9, 8, 7, 12, 11, 10, 0, 0];
  const upright = Uint8Array.of(7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6);

  it("reads rows from below, or from above where the height is negative", () => {
    expect(decodeBmp(bmp(24, [...lower, ...upper]))).toEqual({
      width: 2,
      height: 2,
      channels: 3,
      bytes: upright,
    });
    expect(decodeBmp(bmp(24, [...upper, ...lower], { height: -2 }))?.bytes).toEqual(upright);
  });

  it("reads palettes and a fourth byte", () => {
    const palette = [30, 20, 10, 0, 60, 50, 40, 0];
    expect(decodeBmp(bmp(8, [...palette, 0, 1, 0, 0, 1, 1, 0, 0], { colors: 2 }))?.bytes).toEqual(
      Uint8Array.of(40, 50, 60, 40, 50, 60, 10, 20, 30, 40, 50, 60),
    );
    expect(decodeBmp(bmp(32, [3, 2, 1, 99, 6, 5, 4, 0], { height: 1 }))?.bytes).toEqual(
      Uint8Array.of(1, 2, 3, 4, 5, 6),
    );
    expect(decodeBmp(bytesOf("GIF89a"))).toBeUndefined();
  });

  it("refuses what is cut off, compressed, or of other bits", () => {
    expect(() => decodeBmp(bmp(24, lower))).toThrow("2×2 pixels that ends early");
    expect(() => decodeBmp(bytesOf("BM"))).toThrow("ends early (2 bytes)");
    expect(() => decodeBmp(bmp(8, lower, { compression: 1 }))).toThrow("compressed");
    expect(() => decodeBmp(bmp(4, lower))).toThrow("4 bits per pixel; those of 8, 24 and 32");
    expect(() => decodeBmp(bmp(8, [1, 1, 1, 0, 5, 0, 0, 0], { colors: 1, height: 1 }))).toThrow(
      "color 5 of 1",
    );
    expect(() => decodeBmp(bmp(24, lower, { height: 0 }))).toThrow("0×2 pixels");
  });
});
