import { createNetwork, dense, type Network, ShapeError, withParameters } from "@reciprocal/network";
import {
  atRandom,
  bake,
  byActivation,
  byEigenvalue,
  byLossEffect,
  byMagnitude,
  byWeightNorm,
  forwardSparse,
  inputLayer,
  mask,
  maskWithinDrop,
  networkSize,
  permutationImportance,
  precisionAtK,
  type Ranking,
  rankInputs,
  relativeScores,
  selectInputs,
  shrink,
  toSparse,
  trainSparse,
} from "@reciprocal/pruning";
import { gives, refuses, refusesNotFinite, type Row, so } from "./cell.js";
import { f32, narrow, silent } from "./networks.js";

const tiny = 1.401298464324817e-45;
/** 2–3–2, hidden weights given, the others 1. */
function hidden(...weights: number[]): Network {
  const network = createNetwork({ inputShape: 2, layers: [dense({ units: 3 }), dense({ units: 2 })] });
  return withParameters(network, [
    { layer: 0, name: "kernel", values: f32(...weights) },
    { layer: 1, name: "kernel", values: new Float32Array(6).fill(1) },
  ]);
}
const given = (...scores: number[]): Ranking => ({
  ...{ name: "given", of: "nodes" },
  scores: () => [{ layer: 0, scores: Float64Array.from(scores) }],
});
const masked = (by: Ranking, count: number) => {
  const [layer] = mask(hidden(1, 1, 2, 2, 3, 3), { by, amount: { count } }).layers;
  const zeros = layer && "mask" in layer ? [...layer.mask] : [];
  return [0, 2, 4].filter((at) => zeros[at] === 0).map((at) => at / 2);
};
const scoresOf = (by: Ranking, network: Network) => by.scores(network).flatMap(({ scores }) => [...scores]);
const narrowLoss = { inputs: f32(1), targets: f32(2) };

export const pruningRows: readonly Row[] = [
  {
    functions: ["mask", "maskWithinDrop", "pruneInSteps"],
    cells: {
      "NaN or ±∞": gives(
        "a score of NaN is an error, −∞ goes first, ∞ never goes",
        () => {
          let message = "";
          try {
            masked(given(1, NaN, 2), 1);
          } catch (error) {
            message = (error as Error).message;
          }
          return [message, masked(given(1, -Infinity, Infinity), 1), masked(given(Infinity, 1, 2), 2)];
        },
        ["mask: the ranking by given gives NaN at index 1 of layer 0", [1], [1, 2]],
      ),
      denormal: gives("ordered as they are", () => masked(given(2e-320, 1e-320, 1), 1), [1]),
      huge: gives("ordered as they are", () => masked(given(1e308, 1e307, 1e306), 1), [2]),
      constant: gives("of equal scores the lower index goes first", () => masked(given(7, 7, 7), 2), [0, 1]),
      none: gives("a count of 0 leaves the network as it is", () => masked(given(1, 2, 3), 0), []),
      "λ_in = λ_out": so("all gaps are 0: by index", () => {
        const network: Network = { inputShape: [2], layers: [...silent(2, 3).layers, ...hiddenEnd()] };
        const [layer] = mask(network, { by: byEigenvalue(), amount: { count: 1 } }).layers;
        return layer !== undefined && "mask" in layer && layer.mask[0] === 0 && layer.mask[2] === 1;
      }),
      "width 1": gives(
        "the one node stays",
        () => {
          let name = "";
          try {
            mask(narrow(), { by: byWeightNorm(), amount: { count: 1 } });
          } catch (error) {
            name = (error as Error).name;
          }
          return [mask(narrow(), { by: byWeightNorm(), amount: { percentile: 100 } }) !== undefined, name];
        },
        [true, "RangeError"],
      ),
    },
  },
  {
    functions: ["byEigenvalue", "byWeightNorm", "byMagnitude", "atRandom"],
    cells: {
      denormal: gives(
        "scored as they are",
        () => scoresOf(byMagnitude(), hidden(tiny, 0, 0, 0, 0, 0))[0],
        tiny,
      ),
      huge: so(
        "scored in float64",
        () => scoresOf(byWeightNorm(), hidden(3e38, 3e38, 0, 0, 0, 0))[0]! > 4e38,
      ),
      constant: so(
        "equal scores",
        () => new Set(scoresOf(byWeightNorm(), hidden(2, 2, 2, 2, 2, 2))).size === 1,
      ),
      "λ_in = λ_out": gives(
        "a score of 0",
        () => scoresOf(byEigenvalue({ spectrum: "in" }), silent()),
        [0, 0],
      ),
      "width 1": so("one score", () => scoresOf(atRandom(), narrow()).length >= 1),
    },
  },
  {
    functions: ["byActivation"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "forward: inputs must be finite", (x) =>
        byActivation(f32(1, x)).scores(hidden(1, 1, 1, 1, 1, 1)),
      ),
      constant: gives(
        "a deviation of 0",
        () => scoresOf(byActivation(f32(5, 5, 5, 5)), hidden(1, 0, 1, 0, 1, 0)).slice(2),
        [0, 0, 0],
      ),
      "one sample": gives(
        "a deviation of 0",
        () => scoresOf(byActivation(f32(1, 2)), hidden(1, 0, 1, 0, 1, 0)).slice(2),
        [0, 0, 0],
      ),
      none: refuses(ShapeError, "needs whole samples of 2 values, got 0", () =>
        byActivation(f32()).scores(hidden(1, 1, 1, 1, 1, 1)),
      ),
    },
  },
  {
    functions: ["byLossEffect"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, /number 0 is/, (x) =>
        byLossEffect({ inputs: f32(x), targets: f32(1) }).scores(narrow()),
      ),
      huge: so("scored in float64", () =>
        scoresOf(
          byLossEffect({ inputs: f32(1e38), targets: f32(1) }),
          narrow({ kind: "dense", units: 1 }),
        ).every(Number.isFinite),
      ),
      "one sample": so("scores by this one", () =>
        scoresOf(byLossEffect(narrowLoss), narrow()).every(Number.isFinite),
      ),
      none: refuses(ShapeError, "got 0 numbers in all", () =>
        byLossEffect({ inputs: f32(), targets: f32() }).scores(narrow()),
      ),
    },
  },
  {
    functions: ["relativeScores"],
    cells: {
      "NaN or ±∞": gives(
        "∞ stays out of the mean",
        () => scoresOf(relativeScores(given(1, 3, Infinity)), silent()),
        [0.5, 1.5, Infinity],
      ),
      huge: gives(
        "as they are if their sum overflows",
        () => scoresOf(relativeScores(given(1e308, 1e308)), silent()),
        [1e308, 1e308],
      ),
      constant: gives(
        "1 each, and 0 if all are 0",
        () => [
          ...scoresOf(relativeScores(given(7, 7)), silent()),
          ...scoresOf(relativeScores(given(0, 0)), silent()),
        ],
        [1, 1, 0, 0],
      ),
    },
  },
  {
    functions: ["shrink", "bake", "networkSize"],
    cells: {
      denormal: so(
        "kept: not a zero",
        () => networkSize(shrink(hidden(tiny, 0, 1, 1, 1, 1))).hiddenNodes === 3,
      ),
      constant: so(
        "nodes are removed only where masks leave nothing",
        () => networkSize(shrink(hidden(1, 1, 1, 1, 1, 1))).hiddenNodes === 3,
      ),
      "λ_in = λ_out": so("a layer of w = 0 keeps its last node", () => {
        const network: Network = { inputShape: [2], layers: [...silent(2, 3).layers, ...hiddenEnd()] };
        return networkSize(shrink(bake(network))).hiddenNodes >= 1;
      }),
      "width 1": so("kept", () => networkSize(shrink(narrow())).hiddenNodes === 1),
    },
  },
  {
    functions: ["toSparse", "forwardSparse"],
    cells: {
      "NaN or ±∞": refuses(
        RangeError,
        "forwardSparse: output 0 of sample 1 is",
        (x) => forwardSparse(toSparse(hidden(1, 0, 1, 0, 1, 0)), f32(1, 1, x, 1)),
        [NaN, Infinity],
      ),
      denormal: so("kept: not a zero", () => {
        const [layer] = toSparse(hidden(tiny, 0, 0, 0, 0, 0)).layers;
        return layer?.kind === "sparse" && layer.values[0] === tiny;
      }),
      huge: refuses(RangeError, "pass the largest float64", () =>
        forwardSparse(toSparse(hidden(3e38, 0, 0, 0, 0, 0)), [1e308, 0]),
      ),
      none: refuses(ShapeError, "needs one or more samples of 2 values, got 0", () =>
        forwardSparse(toSparse(hidden(1, 1, 1, 1, 1, 1)), []),
      ),
      "one sample": gives(
        "its outputs",
        () => forwardSparse(toSparse(hidden(1, 0, 1, 0, 1, 0)), [2, 0]),
        [6, 6],
      ),
      "λ_in = λ_out": so("no entries", () => {
        const [layer] = toSparse(silent()).layers;
        return layer?.kind === "sparse" && layer.values.length === 0;
      }),
      "width 1": so("its outputs", () => forwardSparse(toSparse(narrow()), [1]).length === 1),
    },
  },
  {
    functions: ["rankInputs"],
    cells: {
      "NaN or ±∞": gives(
        "NaN is an error, infinite scores have their order",
        () => {
          const by = (...scores: number[]): Ranking => ({
            ...given(),
            scores: () => [{ layer: inputLayer, scores: Float64Array.from(scores) }],
          });
          let name = "";
          try {
            rankInputs(silent(), { by: by(NaN, 1) });
          } catch (error) {
            name = (error as Error).name;
          }
          return [name, ...rankInputs(silent(), { by: by(-Infinity, Infinity) }).order];
        },
        ["RangeError", 1, 0],
      ),
      "λ_in = λ_out": gives(
        "of equal scores the lower index first",
        () => rankInputs(silent()).order,
        [0, 1],
      ),
      "width 1": gives("the one input", () => rankInputs(silent(1, 1)).order, [0]),
    },
  },
  {
    functions: ["precisionAtK"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "scores must be finite", (x) => precisionAtK([1, x], [0])),
      constant: gives("of equal scores the lower index first", () => precisionAtK([1, 1], [0]), 1),
      none: refuses(ShapeError, "needs at least one score", () => precisionAtK([], [])),
    },
  },
  {
    functions: ["permutationImportance"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "metric must give a finite number", (x) =>
        permutationImportance(f32(1, 2), 2, { metric: () => x }),
      ),
      constant: gives(
        "0 for a column that is always the same",
        () => permutationImportance(f32(1, 1, 1), 1, { metric: ([x]) => x! }),
        [0],
      ),
      "one sample": gives(
        "0: there is nothing to shuffle",
        () => permutationImportance(f32(5), 1, { metric: ([x]) => x! }),
        [0],
      ),
      none: refuses(ShapeError, "needs one or more samples", () =>
        permutationImportance(f32(), 1, { metric: () => 1 }),
      ),
    },
  },
  {
    functions: ["metric of `maskWithinDrop`"],
    cells: {
      "NaN or ±∞": refuses(RangeError, "metric must give a number, got NaN", () =>
        maskWithinDrop(hidden(1, 1, 2, 2, 3, 3), { by: byWeightNorm(), metric: () => NaN, maxDrop: 0 }),
      ),
      constant: so("all goes that may", async () => {
        const network = hidden(1, 1, 2, 2, 3, 3);
        const all = await maskWithinDrop(network, { by: byWeightNorm(), metric: () => 1, maxDrop: 0 });
        return networkSize(network).activeNodes - networkSize(all).activeNodes === 2;
      }),
    },
  },
  {
    functions: ["trainSparse"],
    cells: {
      "NaN or ±∞": refusesNotFinite(RangeError, "sparsity must be", (x) =>
        trainSparse(hidden(1, 1, 1, 1, 1, 1), {
          sparsity: x,
          rounds: 1,
          train: (network) => network,
          samples: { inputs: f32(1, 1), targets: f32(1, 1) },
        }),
      ),
      none: refuses(ShapeError, "got 0 numbers in all", () =>
        trainSparse(hidden(1, 1, 1, 1, 1, 1), {
          sparsity: 0.5,
          rounds: 1,
          train: (network) => network,
          samples: { inputs: f32(), targets: f32() },
        }),
      ),
    },
  },
  {
    functions: ["selectInputs"],
    cells: {
      "NaN or ±∞": gives("copied as they are", () => selectInputs(f32(1, NaN), 2, Uint32Array.of(1)), [NaN]),
      none: refuses(ShapeError, "needs at least one index", () =>
        selectInputs(f32(1), 1, new Uint32Array(0)),
      ),
    },
  },
];

function hiddenEnd() {
  return createNetwork({ inputShape: 3, layers: [dense({ units: 2 })] }).layers;
}
