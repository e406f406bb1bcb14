import { describe, expect, it } from "vitest";
import { tiffFault } from "./tiff-fault.js";

/** A little-endian TIFF whose directory has these entries of shorts, one number each. */
function tiffOf(entries: readonly (readonly [tag: number, value: number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(10 + 12 * entries.length));
  view.setUint32(0, 0x49492a00);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  for (const [i, [tag, value]] of entries.entries()) {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, 3, true);
    view.setUint32(14 + 12 * i, 1, true);
    view.setUint16(18 + 12 * i, value, true);
  }
  return new Uint8Array(view.buffer);
}

describe("tiffFault", () => {
  it("takes the first of a tag that stands twice, as readers of TIFF do", () => {
    const gray = [
      [258, 8],
      [262, 1],
      [277, 1],
    ] as const;
    expect(tiffFault(tiffOf([...gray, [258, 32]]))).toBeUndefined();
    expect(tiffFault(tiffOf([[258, 32], ...gray]))).toBe("samples of 32 bits");
  });

  it("looks at no tag again and again, however long it says that it is", () => {
    const bytes = tiffOf(Array.from({ length: 60_000 }, () => [258, 8] as const));
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < 60_000; i++) {
      view.setUint32(14 + 12 * i, bytes.length / 4, true);
      view.setUint32(18 + 12 * i, 8, true);
    }
    expect(tiffFault(bytes)).toMatch(/^samples of/);
  });
});
