/**
 * Why a TIFF file would not come out as the picture that it is; undefined for one that would, and for other files.
 *
 * libvips maps floats, 32 bits and signed numbers to bytes by casting, which makes most of them black or white, and takes
 * any fourth band for transparency. Only the tags can tell: the first directory of the file (TIFF 6.0, and BigTIFF).
 */
export function tiffFault(bytes: Uint8Array): string | undefined {
  let tags: ReadonlyMap<number, readonly number[]> | undefined;
  try {
    tags = readTags(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // cut off: whoever decodes it says so
    throw error;
  }
  if (tags === undefined) return undefined;
  const { bitsPerSample, photometric, samplesPerPixel, extraSamples, sampleFormat } = numbersOf;
  const format = (tags.get(sampleFormat) ?? [1]).find((one) => one !== 1);
  if (format !== undefined) return formats.get(format) ?? `numbers of the format ${format}`;
  const bits = tags.get(bitsPerSample) ?? [1];
  const [samples = 1] = tags.get(samplesPerPixel) ?? [];
  const isBlackAndWhite = samples === 1 && bits[0] === 1;
  if (!isBlackAndWhite && !bits.every((one) => one === bits[0] && (one === 8 || one === 16))) {
    return `samples of ${[...new Set(bits)].join(" and ")} bits`;
  }
  const [color = -1] = tags.get(photometric) ?? [];
  const needed = bandsOf.get(color);
  if (needed === undefined) return `colors of the kind ${color}`;
  const extra = tags.get(extraSamples) ?? [];
  // 1 and 2: transparency, multiplied into the colors or not
  const isAlpha = samples === needed + 1 && (extra[0] === 1 || extra[0] === 2);
  if (samples === needed || isAlpha) return undefined;
  return `${samples} bands, of which ${samples - needed} are neither color nor transparency`;
}

const numbersOf = {
  bitsPerSample: 258,
  photometric: 262,
  samplesPerPixel: 277,
  extraSamples: 338,
  sampleFormat: 339,
} as const;

const formats = new Map([
  [2, "signed integers"],
  [3, "floats"],
  [5, "complex integers"],
  [6, "complex floats"],
]);

/** Bands by photometric interpretation: gray (two), colors, a palette, CMYK, YCbCr, CIELAB. */
const bandsOf = new Map([
  [0, 1],
  [1, 1],
  [2, 3],
  [3, 1],
  [5, 4],
  [6, 3],
  [8, 3],
]);

const sizes = new Map([
  [1, 1], // byte
  [3, 2], // short
  [4, 4], // long
]);

/**
 * The tags of {@link numbersOf} in the first directory.
 *
 * @throws {RangeError} for a file that is cut off
 */
function readTags(bytes: Uint8Array): ReadonlyMap<number, readonly number[]> | undefined {
  const order = String.fromCharCode(...bytes.subarray(0, 2));
  if (order !== "II" && order !== "MM") return undefined;
  const little = order === "II";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(2, little);
  if (version !== 42 && version !== 43) return undefined;
  const isBig = version === 43;
  const offsetAt = (at: number) =>
    isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  const directory = offsetAt(isBig ? 8 : 4);
  const count = isBig ? Number(view.getBigUint64(directory, little)) : view.getUint16(directory, little);
  const [head, step, room] = isBig ? [8, 20, 8] : [2, 12, 4];
  const wanted = new Set<number>(Object.values(numbersOf));
  const tags = new Map<number, readonly number[]>();
  for (let i = 0; i < count; i++) {
    const entry = directory + head + i * step;
    const tag = view.getUint16(entry, little);
    const size = sizes.get(view.getUint16(entry + 2, little));
    // of a tag that stands twice the first counts
    if (!wanted.has(tag) || tags.has(tag) || size === undefined) continue;
    const length = offsetAt(entry + 4);
    const value = entry + (isBig ? 12 : 8);
    const start = length * size <= room ? value : offsetAt(value);
    if (length * size > bytes.length) throw new RangeError("cut off");
    const numberAt = (at: number) =>
      size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
    tags.set(
      tag,
      Array.from({ length }, (_, j) => numberAt(start + j * size)),
    );
  }
  return tags;
}
