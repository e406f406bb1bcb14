import {
  applyActivation,
  createLayer,
  createNetwork,
  createPlainPredictor,
  decodeNetwork,
  diffNetworks,
  applyPatch,
  encodeNetwork,
  forward,
  fromSafetensors,
  FileFormatError,
  layerKernel,
  type MappingLayer,
  type Network,
  networkFromText,
  networkToText,
  ShapeError,
  summary,
  toDense,
  toSafetensors,
  toSpectral,
  validateNetwork,
  withParameters,
} from "@reciprocal/network";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";
import { f32, narrow, silent, uniform } from "./networks.js";

const tiny = 1.401298464324817e-45; // the smallest float32
const largest = 3.4028234663852886e38; // and the largest

const withWeight = (x: number) => withParameters(uniform(0), [{ layer: 0, name: "kernel", values: f32(x) }]);
/** A network whose numbers were not checked, with one of them changed. */
const broken = (x: number): Network => {
  const network = uniform(0);
  const [layer] = network.layers;
  return { ...network, layers: [{ ...layer, kernel: f32(x) } as never] };
};
const roundTrips: readonly ((network: Network) => Network)[] = [
  (network) => decodeNetwork(encodeNetwork(network)),
  (network) => networkFromText(networkToText(network)),
  (network) => fromSafetensors(toSafetensors(network)),
  (network) => applyPatch(uniform(0), diffNetworks(uniform(0), network)),
];
const kept = (...weights: number[]) =>
  weights.every((weight) =>
    roundTrips.every((trip) =>
      Object.is(layerKernel(trip(withWeight(weight)).layers[0] as MappingLayer)[0], Math.fround(weight)),
    ),
  );

export const networkRows: readonly Row[] = [
  {
    functions: ["createNetwork", "createLayer"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "deviation must be", (x) =>
        createNetwork({
          inputShape: 1,
          layers: [{ kind: "spectral", units: 1, phi: { kind: "normal", deviation: x } }],
        }),
      ),
      huge: so("an error, of a recipe when its numbers are made", () => {
        const phi = { kind: "normal", deviation: 1e39 } as const;
        const network = createNetwork({ inputShape: 1, layers: [{ kind: "spectral", units: 1, phi }] });
        try {
          forward(network, [1]);
          return false;
        } catch (error) {
          return (error as Error).message.includes("the matrix of the recipe normal must be finite");
        }
      }),
      none: refuses(RangeError, /must be/, (create) => create(), [
        () => createNetwork({ inputShape: 1, layers: [] }),
        () => createNetwork({ inputShape: 0, layers: [{ kind: "dense", units: 1 }] }),
        () => createLayer({ kind: "dense", units: 0 }, { inputs: 1 }),
      ] as (() => unknown)[]),
      "width 1": so("a network of any kind", () =>
        (["dense", "spectral", "s-svd", "s-qr"] as const).every((kind) =>
          Number.isFinite(forward(narrow({ kind, units: 1 }), [1])[0]),
        ),
      ),
    },
  },
  {
    functions: ["validateNetwork", "withParameters"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, /must be finite, got .* at index 0/, (x) =>
        validateNetwork(broken(x)),
      ),
      denormal: so("valid", () => layerKernel(withWeight(tiny).layers[0] as MappingLayer)[0] === tiny),
      huge: so(
        "valid up to the largest float32",
        () => layerKernel(withWeight(largest).layers[0] as MappingLayer)[0] === largest,
      ),
      none: so("a network without layers is valid: it gives its inputs back", () => {
        validateNetwork({ inputShape: [2], layers: [] });
        return true;
      }),
      "λ_in = λ_out": so("valid", () => {
        validateNetwork(silent());
        return true;
      }),
    },
  },
  {
    functions: ["forward"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "forward: inputs must be finite", (x) =>
        forward(uniform(1), [x]),
      ),
      denormal: gives("computed in float64", () => forward(uniform(2), [tiny]), [2 * tiny]),
      huge: so("computed in float64; an error where that overflows", () => {
        const [y] = forward(uniform(largest), [largest]);
        let message = "";
        try {
          forward(uniform(largest), [1e308]);
        } catch (error) {
          message = (error as Error).message;
        }
        return y === largest ** 2 && message.startsWith("forward: output 0 of sample 0 is Infinity");
      }),
      none: refuses(ShapeError, "needs whole samples of 1 values, got 0 values", () =>
        forward(uniform(1), []),
      ),
      "one sample": gives("its outputs", () => forward(uniform(2), [3]), [6]),
      "λ_in = λ_out": gives(
        "w = 0: the bias, whatever comes in",
        () => forward(silent(), [1e30, -5]),
        [0, 0],
      ),
      "width 1": gives(
        "a softmax of one output is 1",
        () => forward(uniform(5, { activation: "softmax" }), [7]),
        [1],
      ),
    },
  },
  {
    functions: ["createPlainPredictor"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "predict: inputs: number 1 is", (x) =>
        createPlainPredictor(uniform(1)).predict(f32(0, x)),
      ),
      denormal: gives(
        "computed in float64",
        () => createPlainPredictor(uniform(0.5)).predict(f32(4 * tiny)),
        [2 * tiny],
      ),
      huge: refuses(RangeError, "predict: output 0 of sample 1 is Infinity", () =>
        createPlainPredictor(uniform(2)).predict(f32(1, largest)),
      ),
      none: refuses(ShapeError, "needs samples of 1 numbers each, got 0", () =>
        createPlainPredictor(uniform(1)).predict(f32()),
      ),
      "one sample": gives("its outputs", () => createPlainPredictor(uniform(2)).predict(f32(3)), [6]),
      "λ_in = λ_out": gives(
        "w = 0: the bias, whatever comes in",
        () => createPlainPredictor(silent()).predict(f32(1e30, -5)),
        [0, 0],
      ),
      "width 1": gives(
        "a softmax of one output is 1",
        () => createPlainPredictor(uniform(5, { activation: "softmax" })).predict(f32(7)),
        [1],
      ),
    },
  },
  {
    functions: ["applyActivation"],
    cells: {
      "NaN or ±∞": gives(
        "NaN stays NaN, of a softmax in all outputs",
        () => [
          ...applyActivation({ activation: "relu" }, Float64Array.of(NaN, -Infinity), 2),
          ...applyActivation({ activation: "softmax" }, Float64Array.of(1, NaN), 2),
        ],
        [NaN, 0, NaN, NaN],
      ),
      denormal: gives(
        "right",
        () => applyActivation({ activation: "tanh" }, Float64Array.of(5e-324), 1),
        [5e-324],
      ),
      huge: gives(
        "right: a softmax takes the largest off first",
        () => applyActivation({ activation: "softmax" }, Float64Array.of(1e308, -1e308, 1e308), 3),
        [0.5, 0, 0.5],
      ),
      none: gives("none", () => applyActivation({ activation: "softmax" }, new Float64Array(0), 2), []),
      "width 1": gives(
        "1 for a softmax",
        () => applyActivation({ activation: "softmax" }, Float64Array.of(-9), 1),
        [1],
      ),
    },
  },
  {
    functions: ["layerKernel", "toDense"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be finite", (x) => toDense(broken(x))),
      "λ_in = λ_out": gives(
        "0",
        () => layerKernel(silent(1, 2).layers[0] as MappingLayer).map(Math.abs),
        [0, 0],
      ),
      none: gives("no layers", () => toDense({ inputShape: [2], layers: [] }).layers, []),
      "width 1": so("one number", () => layerKernel(narrow().layers[0] as MappingLayer).length === 1),
    },
  },
  {
    functions: ["toSpectral"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "kernel must be finite", (x) =>
        toSpectral([{ inputs: 1, outputs: 1, kernel: f32(x) }]),
      ),
      constant: so("every weight is kept", () => {
        const { layers } = toSpectral([{ inputs: 2, outputs: 2, kernel: f32(3, 3, 3, 3) }]);
        return layerKernel(layers[0] as MappingLayer).every((w) => w === 3);
      }),
      none: refuses(ShapeError, "needs at least one layer, got none", () => toSpectral([])),
      "width 1": so("one number", () => {
        const { layers } = toSpectral([{ inputs: 1, outputs: 1, kernel: f32(2) }]);
        return layerKernel(layers[0] as MappingLayer)[0] === 2;
      }),
    },
  },
  {
    functions: ["encodeNetwork", "networkToText", "toSafetensors", "diffNetworks", "and back"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "must be finite", (x) => encodeNetwork(broken(x))),
      denormal: so("every bit is kept", () => kept(tiny, -0, 1e-40)),
      huge: so("every bit is kept", () => kept(largest, -largest)),
      none: so("a network without layers is kept", () => {
        const network: Network = { inputShape: [2], layers: [] };
        return decodeNetwork(encodeNetwork(network)).layers.length === 0;
      }),
      "width 1": so(
        "every bit is kept",
        () => encodeNetwork(decodeNetwork(encodeNetwork(narrow()))).length === encodeNetwork(narrow()).length,
      ),
      "empty text": refuses(FileFormatError, "it looks like an empty file", () => networkFromText("")),
    },
  },
  {
    functions: ["summary"],
    cells: {
      none: gives(
        "zeros, and a ρ of NaN",
        () => {
          const { trainable, rho } = summary({ inputShape: [2], layers: [] });
          return [trainable, rho];
        },
        [0, NaN],
      ),
    },
  },
];
