import { inputSize, type Network, toDense, validateNetwork } from "@reciprocal/network";
import { checkOptions } from "./internal/check-options.js";
import { GraphBuilder } from "./internal/graph-builder.js";
import { lowerLayer } from "./internal/lower-layer.js";
import { version } from "./internal/version.js";
import { defaultOpset, writeModel } from "./write-model.js";

export interface ExportOnnxOptions {
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

/**
 * Writes a network as an ONNX model for inference: float32 `input`, [batch, inputs], to `output`, [batch, outputs], with
 * a batch of any size.
 *
 * Layer i is `layer<i>`: constants `layer0.lambdaIn` [n], `layer0.lambdaOut` [m, 1], `layer0.phi` [m, n] (`U`, `s`, `V` or
 * `R`, `Q` of S-SVD and S-QR, R as a full matrix), `layer0.bias`, `layer0.kernel` of dense layers. The graph multiplies
 * out the factors, forms w_ij = (λ_in_j − λ_out_i) φ_ij (arXiv:2106.09021) as `layer0.kernel` and applies one Gemm.
 * Masks, fixed and dynamic, are written as what they leave: `layer0.mask`. Metadata say the form and the kind of each layer, and for
 * frozen matrices the recipe and the SHA-256 of its float32 numbers (of the selected ones, where some are selected).
 *
 * ONNX Runtime works kernels out once, when it loads the model, and then runs spectral and dense form alike; loading takes
 * longer, for S-SVD and S-QR by a product of their factors, and for a moment more memory. A runtime that folds no
 * constants forms the kernels at every run: use the dense form there. The spectral form computes them in float32, so its
 * outputs are off by a few more roundings than those of the dense one, which rounds each weight once.
 *
 * @throws {RangeError | TypeError} for an option that does not exist or a wrong value; otherwise as `toDense`
 */
export function exportOnnx(network: Network, options: ExportOnnxOptions = {}): Uint8Array<ArrayBuffer> {
  checkOptions("exportOnnx", options, ["form", "opset", "name"]);
  const { form = "spectral", opset = defaultOpset, name = "network" } = options;
  if (form !== "spectral" && form !== "dense") {
    throw new TypeError(`exportOnnx: form must be "spectral" or "dense", got ${String(form)}`);
  }
  if (!(Number.isInteger(opset) && 13 <= opset && opset <= 22)) {
    throw new RangeError(`exportOnnx: opset must be a whole number from 13 to 22, got ${String(opset)}`);
  }
  if (typeof name !== "string" || name === "") {
    throw new TypeError(`exportOnnx: name must be a text of one character or more, got ${String(name)}`);
  }
  validateNetwork(network);
  const { layers } = form === "dense" ? toDense(network) : network;
  const inputs = inputSize(network);

  let [value, width] = ["input", inputs];
  const parts = layers.map((layer, index) => {
    const builder = new GraphBuilder(`layer${index}`);
    value = lowerLayer(builder, layer, value);
    if (layer.kind !== "activation") width = layer.outputs;
    return builder;
  });
  const graph = {
    name,
    nodes: [
      ...parts.flatMap(({ nodes }) => nodes),
      { operator: "Identity", inputs: [value], outputs: ["output"], name: "output" },
    ],
    constants: parts.flatMap(({ constants }) => constants),
    inputs: [{ name: "input", shape: ["batch", inputs] }],
    outputs: [{ name: "output", shape: ["batch", width] }],
  };
  return writeModel(graph, {
    opset,
    producer: { name: "@reciprocal/onnx", version },
    documentation: `A feed-forward network in ${form} form, for inference.`,
    metadata: Object.fromEntries([
      ["reciprocal.form", form],
      ...parts.flatMap(({ metadata }) => Object.entries(metadata)),
    ]),
  });
}
