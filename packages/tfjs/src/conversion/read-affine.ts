import { type Shape, shapeSize } from "@reciprocal/network";
import type { TfjsLayer } from "../kinds/kind.js";
import { numbersOf } from "../mapping/numbers-of.js";
import { weightNamed } from "../mapping/weight-named.js";
import type { Affine } from "./affine.js";

type Read = (layer: TfjsLayer, shape: Shape, where: string) => Affine | Promise<Affine>;

const readers: Readonly<Record<string, Read>> = {
  Rescaling(layer, shape, where) {
    const { scale, offset } = layer.getConfig();
    const along = alongAxis(shape, shape.length);
    return { where, scale: along(numbersFrom(scale)), shift: along(numbersFrom(offset)) };
  },
  /** γ (x − μ) / √(σ² + ε) + β, with the moving averages, as it predicts */
  async BatchNormalization(layer, shape, where) {
    const { axis, epsilon } = layer.getConfig() as { axis: number; epsilon: number };
    const place = axis < 0 ? axis + shape.length + 1 : axis;
    if (place !== shape.length) {
      throw new TypeError(
        `fromLayersModel: ${where}: axis must be the last one, -1 or ${shape.length}, got ${axis}; TensorFlow.js 4.22 ` +
          `itself takes the numbers of another one for those of the last`,
      );
    }
    const along = alongAxis(shape, place);
    const list = async (name: string, otherwise: number) => {
      const weight = weightNamed(layer, name);
      return along(weight ? await numbersOf(weight) : [otherwise]);
    };
    const [gamma, beta] = [await list("gamma", 1), await list("beta", 0)];
    const [mean, variance] = [await list("moving_mean", 0), await list("moving_variance", 1)];
    const scale = gamma.map((value, i) => value / Math.sqrt(variance[i]! + epsilon));
    return { where, scale, shift: beta.map((value, i) => value - scale[i]! * mean[i]!) };
  },
};

/** The classes of TensorFlow.js that scale and shift every number by itself. */
export const affineClasses: readonly string[] = Object.keys(readers);

/** What such a layer does to a sample of a shape. */
export async function readAffine(layer: TfjsLayer, shape: Shape, where: string): Promise<Affine> {
  return readers[layer.getClassName()]!(layer, shape, where);
}

/** Spreads numbers along an axis over a whole sample; axis 0 is that of the batch. */
function alongAxis(shape: Shape, axis: number): (numbers: ArrayLike<number>) => Float64Array {
  const size = shape[axis - 1]!;
  const inner = shapeSize(shape.slice(axis));
  return (numbers) =>
    Float64Array.from(
      { length: shapeSize(shape) },
      (_, at) => numbers[numbers.length === 1 ? 0 : Math.floor(at / inner) % size]!,
    );
}

function numbersFrom(value: unknown): readonly number[] {
  return (Array.isArray(value) ? value : [value]) as readonly number[];
}
