import "@reciprocal/test-utils";
import "@tensorflow/tfjs-layers"; // registers the gradients
import {
  grads,
  memory,
  mul,
  reshape,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { spectralKernel } from "./spectral-kernel.js";

const phi = () => tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
const lambdaIn = () => tensor1d([1.5, 2]);
const lambdaOut = () => tensor1d([0.5, 0, 1]);
const dw = () => tensor2d([1, -1, 2, 0.5, 3, 1], [2, 3]);

type Flags = readonly [phi: boolean, lambdaIn: boolean, lambdaOut: boolean];

const kernel = ([p, i, o]: readonly Tensor[], [isPhi, isIn, isOut]: Flags = [true, true, true]) =>
  spectralKernel({
    phi: { value: p as Tensor2D, isTrained: isPhi },
    lambdaIn: { value: i as Tensor1D, isTrained: isIn },
    lambdaOut: { value: o as Tensor1D, isTrained: isOut },
  });

const all = () => [phi(), lambdaIn(), lambdaOut()];

eachBackend("spectralKernel", () => {
  it("scales each entry of phi by the gap between its two eigenvalues", () => {
    // gaps: [1, 1.5, 0.5] and [1.5, 2, 1]
    expect([...kernel(all()).dataSync()]).toEqual([1, 3, 1.5, 6, 10, 6]);
  });

  it("has the gradients of stock operations, whichever parts are trained", () => {
    const stock = grads((p, i, o) => sum(mul(mul(sub(reshape(i, [2, 1]), o), p), dw())))(all());
    for (const flags of [
      [true, true, true],
      [false, true, true],
      [false, true, false],
      [false, false, true],
      [true, false, false],
      [true, false, true],
    ] as const) {
      const given = all();
      const trained = given.filter((_, index) => flags[index]);
      const own = grads((...some) => {
        let next = 0;
        return sum(
          mul(
            kernel(
              given.map((tensor, index) => (flags[index] ? some[next++]! : tensor)),
              flags,
            ),
            dw(),
          ),
        );
      })(trained);
      const expected = stock.filter((_, index) => flags[index]);
      expect(own.map((gradient) => gradient.shape)).toEqual(expected.map(({ shape }) => shape));
      own.forEach((gradient, index) =>
        expect(gradient.dataSync()).toBeCloseRelative(expected[index]!.dataSync(), { relative: 1e-6 }),
      );
    }
  });

  it("gives no gradient of what is not trained", () => {
    expect(() =>
      grads((p) => sum(kernel([p, lambdaIn(), lambdaOut()], [false, true, true])))([phi()]),
    ).toThrow("Cannot compute gradient");
  });

  it("keeps no tensors", () => {
    const given = all();
    const before = memory().numTensors;
    tidy(() => kernel(given)).dispose();
    tidy(() => grads((...some) => sum(kernel(some)))(given)).forEach((gradient) => gradient.dispose());
    expect(memory().numTensors).toBe(before);
  });
});
