import { ModelInputError } from "../errors.js";
import type { ImageInput } from "../specs/input-spec.js";
import { pixelsOf } from "./pixel-source.js";

/**
 * The pixels of an image file in a browser: decoded, set upright and brought to the size of the model by the browser, whose
 * scaling differs a little from that of sharp in Node.
 *
 * @throws {ModelInputError} for bytes that the browser cannot show
 */
export async function decodeInBrowser(
  where: string,
  bytes: Uint8Array,
  input: ImageInput,
): Promise<Uint8Array> {
  const { width, height, fit, background } = input;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
  } catch (error) {
    throw new ModelInputError(`${where} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    const context = new OffscreenCanvas(width, height).getContext("2d");
    if (!context) throw new Error(`${where}: needs a canvas, which this browser does not give`);
    context.imageSmoothingQuality = "high";
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    const [across, down] = [width / bitmap.width, height / bitmap.height];
    const factors = {
      fill: [across, down],
      cover: same(Math.max(across, down)),
      contain: same(Math.min(across, down)),
    };
    const [x, y] = factors[fit] as [number, number];
    const [drawnWidth, drawnHeight] = [bitmap.width * x, bitmap.height * y];
    context.drawImage(bitmap, (width - drawnWidth) / 2, (height - drawnHeight) / 2, drawnWidth, drawnHeight);
    return pixelsOf(where, context.getImageData(0, 0, width, height), input);
  } finally {
    bitmap.close();
  }
}

function same(factor: number): readonly [number, number] {
  return [factor, factor];
}
