import { encodeModel, input } from "@reciprocal/graph";
import { integer, oneOf, options, type OptionTable, text } from "@reciprocal/guards";
import {
  inputSize,
  isMapping,
  type Layer,
  layerFields,
  matrixDigest,
  type Network,
  toDense,
  validateNetwork,
} from "@reciprocal/network";
import { version } from "./version.js";
import { lowerNetwork } from "./lowering/lower-network.js";

/** Options of `encodeOnnx`. */
export interface EncodeOnnxOptions {
  /**
   * `spectral` (default): φ or its factors and the eigenvalues are constants, of which the graph makes the kernels.
   * `dense`: the kernels are constants. Dense layers are the same in both.
   */
  readonly form?: "spectral" | "dense";
  /** Version of the operator set, from 13 to 22; default 17. The operators used mean the same in all of them. */
  readonly opset?: number;
  /** Name of the graph; default `network`. */
  readonly name?: string;
}

const encodeOnnxOptions = options(
  () =>
    ({
      form: oneOf(["spectral", "dense"]).default("spectral"),
      opset: integer({ min: 13, max: 22 }).default(17),
      name: text({ minLength: 1 }).default("network"),
    }) satisfies OptionTable<EncodeOnnxOptions>,
);

/**
 * Writes a network as an ONNX model for inference: float32 `input`, [batch, inputs], to `output`, [batch, outputs], with
 * a batch of any size. Images go in as rows too, as `Network.inputShape` orders their numbers: height, width, channels.
 *
 * Layer i is `layer<i>`: constants `layer0.lambdaIn` [n], `layer0.lambdaOut` [m], `layer0.phi` [m, n] (`U`, `s`, `V` or
 * `R`, `Q` of S-SVD and S-QR, R as a full matrix), `layer0.bias`, `layer0.kernel` of dense layers. The graph multiplies
 * out the factors, forms w_ij = (λ_in_j − λ_out_i) φ_ij (arXiv:2106.09021) as `layer0.kernel` and applies one Gemm.
 * Masks, fixed and dynamic, are written as what they leave: `layer0.mask`. Metadata say the form and the kind of each
 * mapping, and for frozen matrices the recipe and the SHA-256 of its float32 numbers (of the selected ones, if some are
 * selected).
 *
 * ONNX Runtime computes kernels once, when it loads the model, and then runs spectral and dense form alike; loading takes
 * longer, for S-SVD and S-QR by a product of their factors, and for a moment more memory. A runtime that folds no
 * constants forms the kernels at every run: use the dense form there. The spectral form computes them in float32, so its
 * outputs are off by a few more roundings than those of the dense one, which rounds each weight once.
 *
 * @param network - what to write; not modified
 * @throws {RangeError | TypeError} for an unknown option or a wrong value; otherwise as `toDense` and `lowerNetwork`
 */
export function encodeOnnx(network: Network, given: EncodeOnnxOptions = {}): Uint8Array<ArrayBuffer> {
  const { form, opset, name } = encodeOnnxOptions.read("encodeOnnx", given);
  validateNetwork(network);
  const written = form === "dense" ? toDense(network) : network;
  const x = input("input", ["batch", inputSize(network)]);
  const { outputs } = lowerNetwork(written, x, { isReadable: true });
  return encodeModel(
    { output: outputs },
    {
      name,
      opset,
      producer: { name: "@reciprocal/onnx", version },
      documentation: `A feed-forward network in ${form} form, for inference.`,
      metadata: Object.fromEntries([["reciprocal.form", form], ...written.layers.flatMap(layerMetadata)]),
    },
  );
}

/** Lines of metadata: the kind of a mapping, and recipe and digest of every matrix of it that a recipe makes. */
function layerMetadata(layer: Layer, index: number): [key: string, text: string][] {
  if (!isMapping(layer)) return [];
  const prefix = `reciprocal.layer${index}`;
  const made = layerFields(layer).flatMap(({ name, content }): [string, string][] => {
    if (content instanceof Float32Array) return [];
    const source = "selection" in content ? content.selection.of : content;
    if (!("recipe" in source)) return [];
    const { rows, columns, recipe } = source;
    return [
      [`${prefix}.${name}.recipe`, JSON.stringify({ rows, columns, ...recipe })],
      [`${prefix}.${name}.sha256`, matrixDigest(content)],
    ];
  });
  return [[`${prefix}.kind`, layer.kind], ...made];
}
