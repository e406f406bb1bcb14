import { tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { productsOf } from "../testing/kernel-counts.js";
import type { Factor } from "./factor.js";
import { formCosts } from "./form-costs.js";
import { qrDense } from "../kinds/s-qr.js";
import type { Mapping } from "./mapping.js";
import { spectralDense } from "../kinds/spectral.js";
import { svdDense } from "../kinds/s-svd.js";

eachBackend("formCosts", () => {
  const matrix = (rows: number, columns: number, isTrained = false): Factor => ({
    kind: "matrix",
    value: tensor2d(new Float32Array(rows * columns), [rows, columns]),
    isTrained,
  });
  const two = { inputs: 4, outputs: 3, lambdaIn: "trained", isLambdaOutTrained: true } as const;

  it("counts the products of a step", () => {
    // formed: w anew 150·12, x·w and dw 2·12·B; applied: φx, φ(λ_in ∘ x) and the gradient of λ_in
    const factors = [matrix(4, 3)];
    expect(formCosts({ ...two, factors, batch: 100 })).toEqual({ formed: 12 * 350, applied: 12 * 300 });
    // one set of eigenvalues: φx and nothing else
    const one = { ...two, factors, batch: 100, lambdaIn: "zero" } as const;
    expect(formCosts(one)).toEqual({ formed: 12 * 350, applied: 12 * 100 });
  });

  it("counts what a factor that trains costs", () => {
    // V 4×2, s, U 2×3. φ: 4 rows through U, and back for s. applied: V and U on both paths, on that of λ_in back
    // through both, on the other back through U for s
    const s: Factor = { kind: "diagonal", value: tensor1d([1, 1]), isTrained: true };
    const factors = [matrix(4, 2), s, matrix(2, 3)];
    expect(formCosts({ ...two, factors, batch: 10 })).toEqual({
      formed: 4 * 6 * 2 + 12 * (2 * 10 + 150),
      applied: 10 * (2 * (8 + 6) + 8 + 6 + 6),
    });
    // Q 4×3, R 3×3 trained: its gradient on both paths, and R anew
    const qr = [matrix(4, 3), matrix(3, 3, true)];
    expect(formCosts({ ...two, factors: qr, batch: 10 })).toEqual({
      formed: 9 * (4 * 2 + 150) + 12 * (2 * 10 + 150),
      applied: 2 * 10 * (12 + 9 + 9) + 10 * (12 + 9) + 9 * 150,
    });
  });
});

eachBackend("a layer with eigenvalues", () => {
  it.each<[string, () => Mapping, few: number, many: number]>([
    ["spectral", () => spectralDense({ units: 4 }), 2, 1],
    ["spectral, one set of eigenvalues", () => spectralDense({ units: 4, eigenvalues: "one" }), 1, 1],
    ["spectral, φ trained", () => spectralDense({ units: 4, trainableGroups: ["lambdaIn", "phi"] }), 1, 1],
    ["S-SVD", () => svdDense({ units: 4 }), 2, 1],
    ["S-QR", () => qrDense({ units: 4 }), 2, 1],
  ])("applies its factors to few samples and forms w for many: %s", async (_, make, few, many) => {
    const layer = make();
    // the products that end at the outputs: for φx and φ(λ_in ∘ x), or for x·w alone
    const products = async (batch: number) => {
      const x = tensor2d(new Float32Array(batch * 3), [batch, 3]);
      const shapes = await productsOf(() => void layer.apply(x));
      return shapes.filter((shape) => shape === `${batch}×4`).length;
    };
    expect([await products(2), await products(2000)]).toEqual([few, many]);
    layer.dispose();
  });
});
