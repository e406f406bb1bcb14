import "@tensorflow/tfjs-backend-wasm";
import { layerKernel, type MappingLayer } from "@reciprocal/network";
import { fromLayersModel, spectralDense, toLayersModel } from "@reciprocal/tfjs";
import { dispose, setBackend, tensor2d, type Tensor } from "@tensorflow/tfjs-core";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";
import { narrow, silent, uniform } from "./networks.js";

/** What a model of layers gives for one row. */
async function answer(network: ReturnType<typeof uniform>, ...inputs: number[]): Promise<number[]> {
  await setBackend("wasm");
  const model = toLayersModel(network);
  const x = tensor2d([inputs]);
  const y = model.predict(x) as Tensor;
  const values = [...(await y.data())];
  dispose([x, y]);
  model.dispose();
  return values;
}

export const tfjsRows: readonly Row[] = [
  {
    functions: ["spectralDense", "and its relatives"],
    cells: {
      "NaN or ±∞": so("pass as in every layer of TensorFlow.js: NaN in gives NaN", async () =>
        Number.isNaN((await answer(uniform(1), NaN))[0]),
      ),
      huge: gives("±∞ beyond float32, as in every layer of TensorFlow.js", () => answer(uniform(2), 3e38), [
        Infinity,
      ]),
      none: refuses(RangeError, "units", () => spectralDense({ units: 0 })),
      "λ_in = λ_out": so("the bias, but for rounding", async () =>
        (await answer(silent(), 1, -5)).every((y) => Math.abs(y) < 1e-5),
      ),
      "width 1": so("one number", async () => (await answer(narrow(), 1)).length === 1),
    },
  },
  {
    functions: ["arguments of the layers"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "sparsity", (x) => spectralDense({ units: 1, sparsity: x })),
    },
  },
  {
    functions: ["toLayersModel", "fromLayersModel"],
    cells: {
      none: refuses(RangeError, "the network must have a layer or more", () =>
        toLayersModel({ inputShape: [2], layers: [] }),
      ),
      "width 1": so("every bit is kept", async () => {
        await setBackend("wasm");
        const model = toLayersModel(narrow());
        const back = await fromLayersModel(model);
        model.dispose();
        const [before, after] = [narrow(), back].map(
          ({ layers }) => layerKernel(layers[0] as MappingLayer)[0]!,
        );
        return after === before;
      }),
    },
  },
];
