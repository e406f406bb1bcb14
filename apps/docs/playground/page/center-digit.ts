/** Side of an MNIST image. */
export const imageSide = 28;
/** Side of the box that its digit fills. */
const box = 20;

/**
 * Prepares a drawing as MNIST prepares its digits (LeCun et al., Proc. IEEE 86, 2278 (1998)): the drawing is scaled, with
 * its proportions, so that the longer side of its bounding box is 20 pixels, and put into 28×28 with its center of mass in
 * the middle.
 *
 * Every pixel of the result is the mean of the drawing over the square that it covers, which is sampled 4×4 times with
 * linear interpolation. An empty drawing gives an empty image.
 *
 * @param drawing - gray values 0…1, size × size, row-major
 * @returns gray values 0…1, 28×28, row-major
 */
export function centerDigit(drawing: Float32Array, size: number): Float32Array {
  const image = new Float32Array(imageSide * imageSide);
  let [left, top, right, bottom, mass, massX, massY] = [size, size, -1, -1, 0, 0, 0];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const value = drawing[y * size + x]!;
      if (value <= 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      mass += value;
      massX += value * (x + 0.5);
      massY += value * (y + 0.5);
    }
  }
  if (mass === 0) return image;

  const step = Math.max(right - left + 1, bottom - top + 1) / box; // pixels of the drawing in one of the image
  const at = (x: number, y: number): number =>
    x >= 0 && x < size && y >= 0 && y < size ? drawing[y * size + x]! : 0;
  const sample = (x: number, y: number): number => {
    const [column, row] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
    const [fx, fy] = [x - 0.5 - column, y - 0.5 - row];
    return (
      (1 - fy) * ((1 - fx) * at(column, row) + fx * at(column + 1, row)) +
      fy * ((1 - fx) * at(column, row + 1) + fx * at(column + 1, row + 1))
    );
  };
  for (let i = 0; i < image.length; i++) {
    let sum = 0;
    for (let part = 0; part < 16; part++) {
      const x = (i % imageSide) + ((part % 4) + 0.5) / 4;
      const y = Math.floor(i / imageSide) + (Math.floor(part / 4) + 0.5) / 4;
      sum += sample(massX / mass + (x - imageSide / 2) * step, massY / mass + (y - imageSide / 2) * step);
    }
    image[i] = sum / 16;
  }
  return image;
}
