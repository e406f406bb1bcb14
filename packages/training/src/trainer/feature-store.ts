import type { Engine } from "../engine/engine.js";
import { encodeModel, input, type Input, type Value } from "@reciprocal/graph";
import { floatInputs, type Inputs } from "@reciprocal/network";
import type { Precompute } from "@reciprocal/onnx";
import type { Rows } from "./batch-feeds.js";

/** Rows per run while features are computed. */
const rowsPerRun = 1000;

/**
 * What depends on the data alone, computed once for all samples and kept: count × width float32 numbers each, with
 * width the outputs of the last frozen factor (m for φ, k for V of S-SVD and Q of S-QR). A frozen λ_in that is not zero
 * makes it two such arrays.
 * Nothing that would pass `limitBytes` in all is precomputed; the graph then computes it in every step.
 */
export class FeatureStore {
  readonly #count: number;
  readonly #limitBytes: number;
  readonly #expressions = new Map<Input, Value>();
  #bytes = 0;

  constructor(count: number, limitBytes: number) {
    this.#count = count;
    this.#limitBytes = limitBytes;
  }

  /** Puts an input in place of a value that depends on the data alone, if memory allows. */
  readonly precompute: Precompute = (value) => {
    const bytes = this.#count * this.#width(value) * Float32Array.BYTES_PER_ELEMENT;
    if (this.#bytes + bytes > this.#limitBytes) return value;
    this.#bytes += bytes;
    const feature = input(`feature${this.#expressions.size}`, value.shape);
    this.#expressions.set(feature, value);
    return feature;
  };

  /** Computes the features that a graph uses: count × width each, by the name of their input. */
  async compute(engine: Engine, data: Input, samples: Inputs, used: ReadonlySet<Value>): Promise<Rows[]> {
    const width = this.#width(data);
    const features = [];
    for (const [{ name }, value] of [...this.#expressions].filter(([feature]) => used.has(feature))) {
      const columns = this.#width(value);
      const values = new Float32Array(this.#count * columns);
      const session = await engine.createSession(encodeModel({ feature: value }));
      try {
        for (let start = 0; start < this.#count; start += rowsPerRun) {
          const end = Math.min(start + rowsPerRun, this.#count);
          const rows = floatInputs(samples, start * width, end * width);
          const { feature } = await session.run({ [data.name]: { data: rows, shape: [end - start, width] } });
          values.set(feature!, start * columns);
        }
      } finally {
        await session.release();
      }
      features.push({ name, width: columns, values });
    }
    return features;
  }

  #width(value: Value): number {
    return Number(value.shape[1]);
  }
}
