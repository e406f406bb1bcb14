import { layerKernel, type MappingLayer, type Network, withParameters } from "@reciprocal/network";
import { decodeOnnx, encodeOnnx } from "@reciprocal/onnx";
import { refusesNotFinite, type Row, so } from "./cell.js";
import { f32, narrow, silent, uniform } from "./networks.js";

const tiny = 1.401298464324817e-45;
const largest = 3.4028234663852886e38;
const withWeight = (x: number) => withParameters(uniform(0), [{ layer: 0, name: "kernel", values: f32(x) }]);
const kernelsOf = (network: Network) =>
  network.layers.flatMap((layer) => ("trainable" in layer ? [...layerKernel(layer)] : []));
const isKept = (network: Network) => {
  const read = decodeOnnx(encodeOnnx(network));
  return (
    JSON.stringify(kernelsOf(read).map(Math.fround)) === JSON.stringify(kernelsOf(network).map(Math.fround))
  );
};
const broken = (x: number): Network => {
  const network = uniform(0);
  return { ...network, layers: [{ ...(network.layers[0] as MappingLayer), kernel: f32(x) } as never] };
};

export const onnxRows: readonly Row[] = [
  {
    functions: ["encodeOnnx", "decodeOnnx"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be finite", (x) => encodeOnnx(broken(x))),
      denormal: so("every bit is kept", () => isKept(withWeight(tiny)) && isKept(withWeight(-0))),
      huge: so("every bit is kept", () => isKept(withWeight(largest))),
      none: so(
        "a network without layers gives its inputs back",
        () => encodeOnnx({ inputShape: [2], layers: [] }).length > 0,
      ),
      "λ_in = λ_out": so("kept as it is", () => isKept(silent())),
      "width 1": so("kept as it is", () => isKept(narrow())),
    },
  },
];
