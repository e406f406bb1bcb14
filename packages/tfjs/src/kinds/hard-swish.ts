import { options } from "@reciprocal/guards";
import { add, clipByValue, mul, type serialization, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { layers, type Shape } from "@tensorflow/tfjs-layers";
import { ShapeError } from "@reciprocal/network";
import { defaultName } from "../mapping/default-name.js";
import { layerArguments, type LayerArguments, ofEveryLayer } from "../mapping/mapping-arguments.js";

const hardSwishOptions = options(ofEveryLayer);

/**
 * y = x · min(max(x/6 + 1/2, 0), 1), for which TensorFlow.js has no layer. It keeps the shape and has no weights.
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, type Tensor } from "@tensorflow/tfjs-core";
 * import { HardSwish } from "@reciprocal/tfjs";
 *
 * console.log((new HardSwish().apply(tensor1d([-4, 0, 4])) as Tensor).dataSync());
 * // => Float32Array(3) [ -0, 0, 4 ]
 */
export class HardSwish extends layers.Layer {
  static readonly className = "@reciprocal/tfjs/registerLayers>HardSwish";

  /**
   * @param args - settings that all layers have, such as `name`
   * @throws {TypeError} for an unknown argument
   */
  constructor(args: LayerArguments = {}) {
    const name = (args as LayerArguments | null)?.name ?? defaultName("hard_swish");
    super({ ...layerArguments(hardSwishOptions.read(name, args)), name });
    this.supportsMasking = true;
  }

  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    // TensorFlow.js puts more into it than the arguments
    return new cls(layerArguments(config));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [x, ...more] = Array.isArray(inputs) ? inputs : [inputs];
    if (!x || more.length > 0) throw new ShapeError(`${this.name}: needs one input, got ${more.length + 1}`);
    return tidy(() => mul(x, clipByValue(add(mul(x, 1 / 6), 0.5), 0, 1)));
  }
}

/**
 * A `HardSwish` layer, in the manner of `tf.layers.elu`.
 *
 * @param args - settings that all layers have, such as `name`
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { hardSwish, spectralDense } from "@reciprocal/tfjs";
 *
 * const model = sequential({ layers: [spectralDense({ units: 50, inputShape: [784] }), hardSwish()] });
 * console.log(model.outputs[0]!.shape);
 * // => [ null, 50 ]
 */
export function hardSwish(args: LayerArguments = {}): HardSwish {
  return new HardSwish(args);
}
