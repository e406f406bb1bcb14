import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { activations } from "./activation.js";
import { createNetwork } from "./create-network.js";
import { forward } from "./forward.js";
import { layerKernel } from "./layer-kernel.js";
import { layerFields } from "./layer-fields.js";
import type { LayerSpec } from "./kinds/index.js";
import type { DenseLayer } from "./kinds/dense.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import type { Network } from "./network.js";
import { parameters } from "./parameters.js";
import { mappingKinds } from "./testing/mapping-kinds.js";
import { toDense } from "./to-dense.js";
import { withLayers } from "./with-layers.js";
import { withParameters } from "./with-parameters.js";
import { withTrainable } from "./with-trainable.js";

const batch = Float64Array.from({ length: 4 * 5 }, (_, index) => Math.sin(index));

/** All numbers small whole ones, so that every kernel is exact in float32. */
function exact(network: Network): Network {
  const whole = parameters(network).map((group, index) => ({
    ...group,
    values: group.values.map((_, position) => ((position * 7 + index * 3) % 5) - 2),
  }));
  const layers = withParameters(network, whole).layers.map((layer) => ({
    ...layer,
    ...Object.fromEntries(
      layerFields(layer).flatMap(({ name, role, shape }) =>
        role === "basis" ? [[name, wholeMatrix(shape as [number, number])]] : [],
      ),
    ),
  }));
  return withLayers(network, layers);
}

function wholeMatrix([rows, columns]: readonly [number, number]) {
  return {
    rows,
    columns,
    values: Float32Array.from({ length: rows * columns }, (_, index) => (index % 7) - 3),
  };
}

describe("toDense", () => {
  describe.each(mappingKinds)("for %s", (kind) => {
    it.each(activations)(
      "gives the same outputs with %s where the kernels are exact in float32",
      (activation) => {
        const layers = [
          { kind, units: 3, activation },
          { kind, units: 7, useBias: false, activation },
          { kind, units: 7 },
        ] as LayerSpec[];
        const network = exact(createNetwork({ inputShape: 5, layers }));
        const dense = toDense(network);
        expect(new Set(dense.layers.map((layer) => layer.kind))).toEqual(
          new Set(activation === "linear" ? ["dense"] : ["dense", "activation"]),
        );
        expect(forward(dense, batch)).toBeCloseRelative(forward(network, batch), { relative: 1e-12 });
      },
    );

    it("rounds each entry of the kernel once", () => {
      const network = createNetwork({ inputShape: 5, layers: [{ kind, units: 3 }] });
      const layer = network.layers[0] as SpectralLayer;
      const dense = toDense(network).layers[0] as DenseLayer;
      expect(dense).toEqual({
        kind: "dense",
        inputs: 5,
        outputs: 3,
        kernel: Float32Array.from(layerKernel(layer)),
        bias: layer.bias,
        trainable: { kernel: true, bias: true },
      });
    });
  });

  it("makes the kernel trainable and leaves the bias as it was", () => {
    const frozen = withTrainable(
      createNetwork({ inputShape: 2, layers: [{ kind: "s-svd", units: 2 }] }),
      "none",
    );
    expect(toDense(frozen).layers[0]).toMatchObject({ trainable: { kernel: true, bias: false } });
  });

  it.each(mappingKinds)("bakes the mask of a %s layer in and drops it", (kind) => {
    const network = exact(
      createNetwork({ inputShape: 5, layers: [{ kind, units: 7, sparsity: 0.6 }] as LayerSpec[] }),
    );
    const dense = toDense(network);
    expect(dense.layers[0]).not.toHaveProperty("sparsity");
    expect((dense.layers[0] as DenseLayer).kernel.filter((w) => w === 0).length).toBeGreaterThan(0);
    expect(forward(dense, batch)).toBeCloseRelative(forward(network, batch), { relative: 1e-12 });
  });

  it("says where a kernel is too large for float32", () => {
    const network = withParameters(
      createNetwork({ inputShape: 1, layers: [{ kind: "spectral", units: 1 }] }),
      [
        { layer: 0, name: "lambdaIn", values: [1e30] },
        { layer: 0, name: "phi", values: [1e30] },
      ],
    );
    expect(() => toDense(network)).toThrow("layer 0 (dense): kernel must be finite, got Infinity at index 0");
  });
});
