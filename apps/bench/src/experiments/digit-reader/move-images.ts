import { augmentImages, type Dataset } from "@reciprocal/datasets";
import { Random } from "@reciprocal/spectral";

/** How far the images are moved that a reader of drawings is measured with: pixels, degrees, and part of the size. */
export const moves = { shift: 1, rotate: 15, scale: 0.15 } as const;

/**
 * The same square images, each of another size, turned and shifted at random within `moves`; labels are shared. A pixel is the
 * linear mean of the four around the place it came from, 0 outside.
 *
 * @param seed - decides all of it
 */
export function movedImages(set: Dataset, seed: number): Dataset {
  const side = Math.sqrt(set.features);
  const inputs = scaled(set, side, new Random(seed));
  const { shift, rotate } = moves;
  augmentImages({ shift, rotate })({ count: set.count, shape: [side, side], inputs }, { seed });
  return { ...set, name: `${set.name}, moved`, inputs };
}

/** Larger or smaller about the middle. */
function scaled({ inputs, count }: Dataset, side: number, random: Random): Float32Array {
  const result = new Float32Array(inputs.length);
  const middle = (side - 1) / 2;
  for (let i = 0; i < count; i++) {
    const start = i * side * side;
    const at = (y: number, x: number): number =>
      y >= 0 && y < side && x >= 0 && x < side ? inputs[start + y * side + x]! : 0;
    const scale = random.uniform(1 - moves.scale, 1 + moves.scale);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const [fromY, fromX] = [middle + (y - middle) / scale, middle + (x - middle) / scale];
        const [top, left] = [Math.floor(fromY), Math.floor(fromX)];
        const [partY, partX] = [fromY - top, fromX - left];
        const upper = (1 - partX) * at(top, left) + partX * at(top, left + 1);
        const lower = (1 - partX) * at(top + 1, left) + partX * at(top + 1, left + 1);
        result[start + y * side + x] = (1 - partY) * upper + partY * lower;
      }
    }
  }
  return result;
}
