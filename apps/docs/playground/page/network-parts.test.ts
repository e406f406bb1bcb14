import {
  createNetwork,
  encodeNetwork,
  forward,
  materialize,
  type Network,
  networkToText,
} from "@reciprocal/network";
import { mask, byEigenvalue } from "@reciprocal/pruning";
import { describe, expect, it } from "vitest";
import { createAnswering } from "./answering.js";
import { shareMatrices } from "./share-matrices.js";
import { bytesText, currentText } from "./texts.js";
import { useCurrent } from "./use-current.js";

const image = Float32Array.from({ length: 784 }, (_, i) => (i % 3 === 0 ? (i % 7) / 7 : 0));

function networkOf(kind: "spectral" | "s-svd" | "s-qr" | "dense", seed = 1): Network {
  return createNetwork({
    inputShape: 784,
    seed,
    layers: [
      { kind, units: 12, activation: "tanh" },
      { kind, units: 10, activation: "softmax" },
    ],
  });
}

/** Answers that differ from the reference by no more than roundings to float32. */
function expectAnswers(got: Float32Array, network: Network): void {
  const expected = forward(network, image);
  expect(got).toHaveLength(expected.length);
  for (const [digit, value] of expected.entries()) expect(got[digit]).toBeCloseTo(value, 6);
}

describe("createAnswering", () => {
  it.each(["spectral", "s-svd", "s-qr", "dense"] as const)("answers as the reference does: %s", (kind) => {
    const network = networkOf(kind);
    expectAnswers(createAnswering(network).predict(image), network);
  });

  it("answers for a network of one layer", () => {
    const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
    expectAnswers(createAnswering(network).predict(image), network);
  });

  const plain = networkOf("s-qr");
  const [layer, ...rest] = plain.layers;
  const sparse: Network = {
    ...plain,
    layers: [{ ...layer, sparsity: 0.6 } as Network["layers"][0], ...rest],
  };
  const masked = mask(plain, { by: byEigenvalue(), amount: { percentile: 50 } });
  it.each([
    ["plain", plain],
    ["masked", masked],
    ["sparse", sparse],
  ])("moves eigenvalues one by one, and leaves the network as it was: %s", (_, network) => {
    const answering = createAnswering(network);
    const before = answering.predict(image);
    answering.first!.move("lambdaIn", 3, -2);
    const moved = answering.first!.move("lambdaOut", 5, 4);
    const [first] = moved.layers as unknown as [{ lambdaIn: Float32Array; lambdaOut: Float32Array }];
    expect([first.lambdaIn[3], first.lambdaOut[5]]).toEqual([-2, 4]);
    expectAnswers(answering.predict(image), moved);
    expect(answering.predict(image)).not.toEqual(before);
    expect(createAnswering(network).predict(image)).toEqual(before);
  });
});

describe("shareMatrices", () => {
  it("takes what is made from the same seed from the other network, and nothing else", () => {
    const [network, copy, other] = [networkOf("s-svd"), networkOf("s-svd"), networkOf("s-svd", 2)];
    const u = ({ layers: [first] }: Network) => (first as { U: Parameters<typeof materialize>[0] }).U;
    expect(u(copy)).not.toBe(u(network));
    const shared = shareMatrices(copy, network);
    expect(u(shared)).toBe(u(network));
    expect(shared).toEqual(copy);
    expect(u(shareMatrices(other, network))).toBe(u(other));
    expect(shareMatrices(copy, undefined)).toBe(copy);
  });
});

describe("useCurrent", () => {
  it("shows a network, what was done to it, and takes that back", () => {
    const { current, show, showPruned, move, takeBack, answering } = useCurrent();
    expect([current.value, answering()]).toEqual([undefined, undefined]);
    const bytes = encodeNetwork(networkOf("spectral"));
    show(bytes, { kind: "built-in" });
    const first = current.value!;
    expect(first.bytes()).toBe(bytes);
    const before = answering()!.predict(image);

    move("lambdaOut", 2, 3);
    move("lambdaOut", 2, 5);
    expect(current.value).toMatchObject({
      changes: { moved: true, removed: 0 },
      origin: { kind: "built-in" },
    });
    expect(current.value!.bytes()).not.toEqual(bytes);
    expectAnswers(answering()!.predict(image), current.value!.network);
    expect(answering()!.predict(image)).not.toEqual(before);

    const whole = current.value!.whole;
    showPruned(whole, encodeNetwork(networkOf("spectral", 3)), 40);
    expect(current.value).toMatchObject({ changes: { moved: true, removed: 40 }, whole });
    showPruned(whole, whole.bytes(), 0);
    expect(current.value).toBe(whole);
    takeBack();
    expect(current.value).toBe(first);
    expect(answering()!.predict(image)).toEqual(before);
  });

  it("keeps the network before one that is broken", () => {
    const { current, show } = useCurrent();
    show(networkToText(networkOf("dense")), { kind: "link" });
    const before = current.value;
    expect(() => show("UkNQTgEA", { kind: "link" })).toThrow("This is not a network that opens here");
    const small = encodeNetwork(createNetwork({ inputShape: 9, layers: [{ kind: "dense", units: 10 }] }));
    expect(() => show(small, { kind: "file", name: "a.rcp" })).toThrow("This one takes 9 inputs");
    expect(current.value).toBe(before);
    expect(before!.bytes()).toEqual(encodeNetwork(before!.network));
  });
});

describe("texts", () => {
  it("says which network is shown", () => {
    const none = { removed: 0, moved: false };
    expect(currentText({ origin: { kind: "built-in" }, changes: none })).toBe("Built-in network");
    expect(currentText({ origin: { kind: "link" }, changes: { removed: 40, moved: true } })).toBe(
      "Loaded from link, 40 % of nodes removed, λ changed by you",
    );
    expect(currentText({ origin: { kind: "file", name: "mine.rcp" }, changes: none })).toBe(
      "Loaded from file mine.rcp",
    );
    expect(currentText({ origin: { kind: "trained" }, changes: none })).toBe("Trained here");
  });

  it("gives sizes with two or three digits", () => {
    expect([5230, 15_049, 999_499, 999_500, 3_184_000].map(bytesText)).toEqual([
      "5.2 KB",
      "15 KB",
      "999 KB",
      "1.0 MB",
      "3.2 MB",
    ]);
  });
});
