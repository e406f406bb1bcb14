import { list, number, ruleOf, type Rule } from "@reciprocal/guards";
import { input, multiply, type Value } from "@reciprocal/graph";
import { mappings, ShapeError, type Network } from "@reciprocal/network";
import { deriveSeed, Random } from "@reciprocal/spectral";
import { dropoutName } from "../graph-inputs.js";

/** Which share of what leaves the hidden layers is left out in a step: of each, or one for all. */
export type DropoutRates = number | readonly number[];

export const dropoutRule = (): Rule<DropoutRates> => {
  const rate = number({ min: 0, below: 1 });
  return ruleOf("a number or a list of them", (where, name, value) =>
    Array.isArray(value) ? list(rate).read(where, name, value) : rate.read(where, name, value),
  );
};

/** What enters a mapping, and the share of it that is left out. */
interface Place {
  readonly layer: number;
  readonly width: number;
  readonly rate: number;
}

/**
 * Dropout (N. Srivastava et al., J. Mach. Learn. Res. 15, 1929 (2014)): in every step each hidden number is 0 with
 * probability p, and 1 / (1 − p) times itself otherwise. The masks are inputs of the graph. They depend on the seed, the
 * step since the start of training, the layer and the place in the batch alone, so a training that resumes has the same.
 */
export class Dropout {
  readonly #places: readonly Place[];
  readonly #seed: number;

  /** @throws {ShapeError} unless there is a rate for every hidden layer */
  constructor(
    where: string,
    network: Network,
    { dropout, seed }: { readonly dropout: DropoutRates; readonly seed: number },
  ) {
    const hidden = mappings(network).slice(1);
    if (typeof dropout !== "number" && dropout.length !== hidden.length) {
      throw new ShapeError(
        `${where}: dropout needs a number for each of the ${hidden.length} hidden layers, got ${dropout.length}`,
      );
    }
    this.#seed = seed;
    this.#places = hidden
      .map(({ index, layer }, i) => ({
        layer: index,
        width: layer.inputs,
        rate: typeof dropout === "number" ? dropout : dropout[i]!,
      }))
      .filter(({ rate }) => rate > 0);
  }

  /** The inputs that take the masks, [batch, width] each. */
  get inputs(): readonly { readonly name: string; readonly width: number }[] {
    return this.#places.map(({ layer, width }) => ({ name: dropoutName(layer), width }));
  }

  /** Puts the masks into a graph, at what enters the mappings. */
  readonly apply = (value: Value, layer: number): Value => {
    const place = this.#places.find((candidate) => candidate.layer === layer);
    return place ? multiply(value, input(dropoutName(layer), ["batch", place.width])) : value;
  };

  /** Fills the masks of a step, in the order of `inputs`. */
  fill(masks: readonly Float32Array[], step: number): void {
    this.#places.forEach(({ layer, rate }, i) => {
      const mask = masks[i]!;
      const random = new Random(deriveSeed(this.#seed, "dropout", step, layer));
      const border = rate * 2 ** 32;
      const kept = 1 / (1 - rate);
      for (let at = 0; at < mask.length; at++) mask[at] = random.uint32() < border ? 0 : kept;
    });
  }
}
