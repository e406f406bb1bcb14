import {
  createNetwork,
  inputSize,
  type Layer,
  layerKernel,
  type MappingLayer,
  type Network,
  parameters,
  withParameters,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { createOptimizer } from "../optimizers/create-optimizer.js";
import {
  count,
  expectReferenceGradients,
  masksOf,
  numericGradients,
  referenceLoss,
  samplesFor,
} from "../testing/reference.js";
import { hidden, kinds, large, last, network } from "../testing/small-networks.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { createTrainer } from "./trainer.js";

describe("a trainer of masked layers", () => {
  it.each(kinds)(
    "keeps what a fixed mask hides at zero, without a gradient through it, in any form: $name",
    async ({ network }) => {
      const masked = {
        ...network,
        layers: network.layers.map((layer) =>
          layer.kind === "activation"
            ? layer
            : {
                ...layer,
                mask: Uint8Array.from({ length: layer.inputs * layer.outputs }, (_, i) => +(i % 3 > 0)),
              },
        ),
      };
      const samples = samplesFor(network, 3);
      for (const batchSize of [1, 100_000]) {
        await expectReferenceGradients(masked, samples, { batchSize, loss: "cross-entropy" });
        const penalties = { kernels: { l2: 0.05 } };
        const square = (candidate: Network): number =>
          candidate.layers.reduce(
            (sum, layer) =>
              layer.kind === "activation"
                ? sum
                : layerKernel(layer).reduce((all, w) => all + 0.05 * w * w, sum),
            0,
          );
        await expectReferenceGradients(
          masked,
          samples,
          { batchSize, loss: "mean-squared-error", penalties },
          square,
        );
      }
    },
  );

  describe.each([0.3, 0.6])("with a dynamic mask of %d", (sparsity) => {
    const masked: typeof kinds = kinds.map(({ name, network }) => ({
      name,
      network: {
        ...network,
        layers: network.layers.map((layer) => (layer.kind === "activation" ? layer : { ...layer, sparsity })),
      },
    }));

    it.each(masked)("has the gradients of the float64 reference: $name", async ({ name, network }) => {
      const samples = samplesFor(network, 3);
      const forms = await expectReferenceGradients(network, samples, { loss: "cross-entropy" });
      const form = name.startsWith("dense") ? "dense" : "formed";
      expect(forms).toEqual({ 0: form, 2: form });
    });

    it.each(masked)("penalizes the kernel that its layer uses: $name", async ({ network }) => {
      const masks = masksOf(network);
      const penalty = ({ layers }: Network): number =>
        layers
          .flatMap((layer, l) =>
            layer.kind === "activation"
              ? []
              : Array.from(layerKernel({ ...layer, sparsity: 0 }).filter((_, i) => masks[l]![i])),
          )
          .reduce((sum, w) => sum + 0.03 * Math.abs(w) + 0.02 * w * w, 0);
      const penalties = { kernels: { l1: 0.03, l2: 0.02 } };
      const options = { loss: "cross-entropy", penalties } as const;
      await expectReferenceGradients(network, samplesFor(network, 3), options, penalty);
    });

    it.each(masked)("trains as the reference does, over batches of two sizes: $name", async ({ network }) => {
      const samples = samplesFor(network, 3);
      const options = { kind: "adam", learningRate: 0.05 } as const;
      const trainer = await createTrainer(network, samples, { optimizer: options });
      const optimizer = createOptimizer(options);
      let reference = network;
      let changes = 0;
      const state = parameters(network).map(({ values }) =>
        Array.from({ length: optimizer.slots }, () => new Float32Array(values.length)),
      );
      for (let step = 1; step <= 6; step++) {
        const size = step % 2 ? count : 4;
        const batch = {
          inputs: samples.inputs.subarray(0, size * inputSize(network)),
          labels: samples.labels.subarray(0, size),
        };
        const before = masksOf(reference);
        const lossOf = (net: Network) => referenceLoss(net, batch, "cross-entropy", before);
        const expected = referenceLoss(reference, batch, "cross-entropy");
        const updates = numericGradients(reference, lossOf).map(({ layer, name, gradient }) => {
          const all = parameters(reference);
          const at = all.findIndex((group) => group.layer === layer && group.name === name);
          const values = Float32Array.from(all[at]!.values);
          const learningRate = options.learningRate;
          const rates = { step, learningRate, weightDecay: 0 };
          optimizer.update(values, Float32Array.from(gradient), state[at]!, rates);
          return { layer, name, values };
        });
        reference = withParameters(reference, updates);
        const { loss } = await trainer.step(Array.from({ length: size }, (_, i) => i));
        expect(Math.abs(loss - expected)).toBeLessThan(2e-4 * (1 + expected));
        expect(masksOf(trainer.network())).toEqual(masksOf(reference));
        const [kept, was] = [masksOf(reference).flat(), before.flat()];
        changes += kept.filter((isKept, i) => isKept !== was[i]).length;
      }
      await trainer.release();
      expect(changes).toBeGreaterThan(0);
    });
  });

  it("masks a layer that does not train as the reference does", async () => {
    const net = network([
      { kind: "s-qr", ...hidden, ...large, sparsity: 0.4 },
      { kind: "dense", ...last, sparsity: 0.4 },
    ]);
    const frozen = {
      ...net.layers[0]!,
      trainable: { lambdaIn: false, lambdaOut: false, R: false, bias: true },
    };
    const partly = { ...net, layers: [frozen as Layer, ...net.layers.slice(1)] };
    await expectReferenceGradients(partly, samplesFor(partly, 3), { loss: "cross-entropy" });
  });

  // the smallest weights of a dense layer rest, and so does the threshold, however far the others leap
  it.each([
    { kind: "dense", leaps: false },
    { kind: "s-qr", leaps: true },
  ] as const)(
    "has the asked share of zeros in every step of a $kind layer, long steps too",
    async ({ kind, leaps }) => {
      const weights = 784 * 20;
      const net = createNetwork({
        inputShape: 784,
        layers: [{ kind, units: 20, activation: "softmax", sparsity: 0.9 }],
      });
      const random = new Random(2);
      const inputs = Float32Array.from({ length: count * 784 }, () => random.uniform(-1, 1));
      const samples = { inputs, labels: Array.from({ length: count }, (_, i) => i) };
      const engine = await watchedEngine();
      const optimizer = { kind: "sgd", learningRate: 0.1 } as const;
      const trainer = await createTrainer(net, samples, { optimizer, engine });
      const steps = 12;
      for (let step = 0; step < steps; step++) {
        const before = trainer.network();
        const kernel = layerKernel(before.layers[0] as MappingLayer);
        expect(kernel.filter((w) => w === 0)).toHaveLength(0.9 * weights);
        // every third step is a hundred times as long
        const { loss } = await trainer.step([0, 1, 2, 3, 4, 5, 6], step % 3 ? 1 : 100);
        const expected = referenceLoss(before, samples, "cross-entropy");
        expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * (1 + expected));
      }
      await trainer.release();
      expect(engine.runs.length > steps).toBe(leaps);
    },
  );
});
