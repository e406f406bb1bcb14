import { decodeModelProto, encodeModel, input, interpret } from "@reciprocal/graph";
import {
  forward,
  inputSize,
  parameterKey,
  ShapeError,
  trainableParameters,
  withTrainable,
} from "@reciprocal/network";
import { hasDynamicMask, networks, networksOf, samplesOf } from "@reciprocal/test-networks";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { lowerNetwork } from "./lower-network.js";

const spectral = networksOf("spectral")["to fewer nodes"]!;
const data = (width: number) => input("x", ["batch", width]);

describe("lowerNetwork", () => {
  it.each(Object.entries(networks))("computes what forward computes: %s", (_, network) => {
    const width = inputSize(network);
    const { outputs, masks } = lowerNetwork(network, data(width));
    const x = samplesOf(network, 3);
    const { y } = interpret({ y: outputs }, { x: { data: x, shape: [3, width] } });
    // one rounding to float32 for each weight that is masked
    expect(y.data).toBeCloseRelative(forward(network, x), { relative: 1e-6, absolute: 1e-6 });
    expect(masks).toEqual([]);
  });

  it.each(Object.entries(networks))("names every value of a readable graph once: %s", (_, network) => {
    const lowered = lowerNetwork(network, data(inputSize(network)), {
      isInput: (_, isTrainable) => isTrainable,
      isDifferentiated: true,
      isReadable: true,
    });
    const kernels = lowered.mappings.map(({ layer, kernel }) => [`w${layer}`, kernel()] as const);
    const thresholds = lowered.masks.map(({ layer, threshold }) => [`threshold${layer}`, threshold] as const);
    const { graph } = decodeModelProto(
      encodeModel({ y: lowered.outputs, ...Object.fromEntries([...kernels, ...thresholds]) }),
    );
    const names = graph!.inputs!.map(({ name }) => name);
    const trained = trainableParameters(network).map(parameterKey);
    expect(names).toEqual(expect.arrayContaining(trained));
    expect(lowered.masks.length > 0).toBe(hasDynamicMask(network));
  });

  it("takes the form that costs least for what is fed", () => {
    const formOf = (choice: Parameters<typeof withTrainable>[1]) =>
      lowerNetwork(withTrainable(spectral, choice), data(5), {
        batchSize: 2,
        isInput: (_, isTrainable) => isTrainable,
        isDifferentiated: true,
        precompute: (value) => input("feature", value.shape),
      }).mappings.map(({ form }) => form);
    // φx is at hand, so that λ_out costs a few passes over the batch; all of λ and φ is cheaper with w formed
    expect(formOf({ lambdaIn: false, lambdaOut: true, phi: false })).toEqual(["applied"]);
    expect(formOf("none")).toEqual(["formed"]);
  });

  it("refuses a softmax over the channels of an image, but takes one over its numbers as a list", () => {
    const layers = [
      { kind: "activation", activation: "softmax" },
      {
        kind: "dense",
        inputs: 12,
        outputs: 1,
        kernel: new Float32Array(12),
        trainable: { kernel: true, bias: true },
      },
    ] as const;
    const image = { inputShape: [2, 2, 3], layers };
    expect(() => lowerNetwork(image, data(12))).toThrow(ShapeError);
    expect(() => lowerNetwork(image, data(12))).toThrow(/layer 0.*softmax.*\[2, 2, 3\]/);
    expect(() => lowerNetwork({ inputShape: [12], layers }, data(12))).not.toThrow();
  });

  it("refuses unknown options and inputs that do not fit", () => {
    expect(() => lowerNetwork(spectral, data(5), { batchsize: 3 } as object)).toThrow(/batchsize.*batchSize/);
    expect(() => lowerNetwork(spectral, data(5), { batchSize: 0 })).toThrow(/batchSize.*0/);
    expect(() => lowerNetwork(spectral, data(6))).toThrow(/6/);
  });
});
