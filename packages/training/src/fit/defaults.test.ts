import { createNetwork, type LayerSpec } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { evaluate } from "../inference/evaluate.js";
import { fit } from "./loop.js";

const kinds = ["dense", "spectral", "s-svd", "s-qr"] as const;
const seeds = [0, 1, 2, 3, 4];

const xor = { inputs: Float32Array.of(-1, -1, -1, 1, 1, -1, 1, 1), labels: Int32Array.of(0, 1, 1, 0) };

/** Two half circles that reach into each other, standardized; of `count` points. */
function moons(count: number, seed: number) {
  const random = new Random(seed);
  const inputs = new Float32Array(2 * count);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const angle = random.uniform(0, Math.PI);
    const [x, y] =
      label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    inputs[2 * i] = (random.normal(x, 0.1) - 0.5) / 0.87;
    inputs[2 * i + 1] = (random.normal(y, 0.1) - 0.25) / 0.5;
  });
  return { inputs, labels };
}

/** The accuracies of five networks of default options, one of each seed. */
async function accuracies(
  kind: (typeof kinds)[number],
  { width, epochs }: { readonly width: number; readonly epochs: number },
  [train, test]: readonly [ReturnType<typeof moons>, ReturnType<typeof moons>],
): Promise<number[]> {
  const layers: LayerSpec[] = [
    { kind, units: width, activation: "relu" },
    { kind, units: 2, activation: "softmax" },
  ];
  const all: number[] = [];
  for (const seed of seeds) {
    const { network } = await fit(createNetwork({ inputShape: 2, layers, seed }), train, { epochs, seed });
    all.push((await evaluate(network, test)).accuracy);
  }
  return all;
}

// a straight line gets 0.75 of XOR and 0.88 of the moons; with published starts, or a rate of 0.001, every kind fails one of these
describe.each(kinds)("networks of default options: %s", (kind) => {
  it("learn XOR with every seed", async () => {
    expect(await accuracies(kind, { width: 8, epochs: 300 }, [xor, xor])).toEqual([1, 1, 1, 1, 1]);
  });

  it("learn two moons, in the mean of the seeds", async () => {
    const all = await accuracies(kind, { width: 32, epochs: 60 }, [moons(280, 1), moons(400, 2)]);
    expect(all.reduce((sum, accuracy) => sum + accuracy, 0) / all.length).toBeGreaterThan(0.93);
    expect(Math.min(...all)).toBeGreaterThan(0.86); // now and then one finds no more than the line
  });
});
