const { encodeOnnx, decodeOnnx } = require("@reciprocal/onnx");
const { forward, toSpectral } = require("@reciprocal/network");
require("@reciprocal/cli");
require("@reciprocal/datasets");
require("@reciprocal/pruning");
require("@reciprocal/spectral");
require("@reciprocal/tfjs");
require("@reciprocal/training");

const kernel = Float32Array.of(2, 3);
const network = toSpectral([{ inputs: 2, outputs: 1, kernel, bias: Float32Array.of(1) }]);
const [output] = forward(decodeOnnx(encodeOnnx(network, { form: "dense" })), [5, 7]);
import("@reciprocal/network").then((imported) => {
  console.log(JSON.stringify({ output, isOneCopy: imported.forward === forward }));
});
