import {
  createNetwork,
  dense,
  spectral,
  type LayerSpec,
  type Network,
  type Samples,
  withTrainable,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { clouds } from "../testing/clouds.js";
import type { FitOptions } from "./fit-options.js";
import { warnOfGuessing } from "./guessing.js";
import { fit } from "./loop.js";

const classifier = (start: LayerSpec["start"], kind: LayerSpec["kind"] = "spectral") =>
  createNetwork({
    inputShape: 2,
    layers: [
      { kind, units: 16, activation: "relu", start },
      { kind, units: 3, activation: "softmax", start },
    ] as LayerSpec[],
    seed: 1,
  });

async function warnings(network: Network, samples: Samples, options: FitOptions = {}): Promise<string[]> {
  const told: string[] = [];
  await fit(network, samples, {
    epochs: 30,
    batchSize: 20,
    ...options,
    onWarning: (text) => told.push(text),
  });
  return told;
}

describe("fit warns", () => {
  it("of nothing where networks start as they should and learn", async () => {
    for (const kind of ["dense", "spectral", "s-svd", "s-qr"] as const) {
      expect(await warnings(classifier("unit-variance", kind), clouds())).toEqual([]);
    }
  });

  it("of kernels that start far too small, or far too large", async () => {
    const told = await warnings(classifier("published"), clouds());
    expect(told[0]).toMatch(/^fit: layer 0 \(spectral\) .* of about 0\.0\d+, .* too small/);
    expect(told[1]).toMatch(/^fit: layer 2 \(spectral\)/);
    const phi = { kind: "normal", deviation: 9 } as const;
    const large = createNetwork({
      inputShape: 2,
      layers: [{ kind: "spectral", units: 3, phi, activation: "softmax" }],
    });
    expect((await warnings(large, clouds()))[0]).toMatch(/layer 0 .* too large/);
  });

  it("does not form large layers", async () => {
    const phi = { kind: "normal", deviation: 1e-9 } as const;
    const told = async (units: number) => {
      const layers = [spectral({ units, phi }), dense({ units: 3, activation: "softmax" })];
      const network = createNetwork({ inputShape: 2, layers });
      return (await warnings(network, clouds(), { epochs: 1 })).filter((text) => text.includes("layer 0"));
    };
    expect(await told(2 ** 17)).toHaveLength(1);
    expect(await told(2 ** 17 + 1)).toEqual([]);
  });

  it("of a loss that has not moved from that of guessing", async () => {
    const stuck = await warnings(withTrainable(classifier("unit-variance"), { lambdaIn: false }), noise(), {
      optimizer: { kind: "sgd", learningRate: 1e-6 },
    });
    expect(stuck).toHaveLength(1);
    expect(stuck[0]).toMatch(
      /^fit: after 30 epochs the loss is \d.*, no better than 1\.\d+, that of guessing/,
    );

    const line = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 2 }] });
    const { inputs } = noise();
    const targets = inputs.map((x, i) => 3 * x + (i % 2) + 5);
    const rate = { kind: "sgd", learningRate: 1e-6 } as const;
    const numbers = await warnings(
      line,
      { inputs, targets },
      { loss: "mean-squared-error", optimizer: rate },
    );
    // the variance of 3 x for x from U(−1, 1) is 3
    expect(numbers[0]).toMatch(/no better than (2\.[6-9]\d*|3|3\.[0-4]\d*), that of guessing/);
    expect(await warnings(line, { inputs, targets }, { loss: "mean-squared-error", epochs: 200 })).toEqual(
      [],
    );

    // what never differs has nothing to guess: no rounding of a mean stands for a loss
    const same = Float32Array.from(inputs, () => 0.1);
    const far = { kind: "sgd", learningRate: 1e-6 } as const;
    expect(
      await warnings(line, { inputs, targets: same }, { loss: "mean-squared-error", optimizer: far }),
    ).toEqual([]);
    const one = { inputs: noise().inputs, labels: new Array<number>(60).fill(2) };
    expect(await warnings(classifier("unit-variance"), one, { epochs: 2 })).toEqual([]);

    const answers = Float32Array.from({ length: 2 * 60 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const bits = createNetwork({
      inputShape: 2,
      layers: [{ kind: "dense", units: 2, activation: "sigmoid" }],
    });
    const two = await warnings(bits, { inputs, targets: answers }, { optimizer: rate });
    // (ln 2 + 0) / 2: the first is 1 in one half of the samples, the second never
    expect(two[0]).toMatch(/no better than 0\.347, /);
  });

  it("of a loss little below that of guessing without calling it no better", () => {
    const network = createNetwork({
      inputShape: 2,
      layers: [{ kind: "dense", units: 2, activation: "softmax" }],
    });
    const samples = { count: 4, labels: Int32Array.of(0, 1, 1, 0), inputs: new Float32Array(8) };
    const told = [0.683, 0.69315, 0.8, 0.67].map((last) => {
      const heard: string[] = [];
      const onWarning = (text: string) => heard.push(text);
      warnOfGuessing("fit", { network, loss: "cross-entropy", samples, epochs: 1, last, onWarning });
      return heard.join().match(/\w+ better than 0\.693/)?.[0];
    });
    expect(told).toEqual([
      "hardly better than 0.693",
      "no better than 0.693",
      "no better than 0.693",
      undefined,
    ]);
  });
});

/** Samples that say nothing of their labels. */
function noise(): Samples & { readonly inputs: Float32Array } {
  const random = new Random(3);
  return {
    inputs: Float32Array.from({ length: 2 * 60 }, () => random.uniform(-1, 1)),
    labels: Array.from({ length: 60 }, () => random.integer(3)),
  };
}
