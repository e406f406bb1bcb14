import { createRequire } from "node:module";
import "@tensorflow/tfjs-backend-cpu";
import { io, serialization, setBackend, Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import * as everything from "./index.js";
import { layerClasses } from "./kinds/index.js";
import { savedModel } from "./testing/saved-model.js";
import { registerLayers } from "./register-layers.js";

const registered = () =>
  Object.keys(serialization.SerializationMap.getMap().classNameMap).filter((name) =>
    name.includes("registerLayers"),
  );

describe("registerLayers", () => {
  beforeAll(() => setBackend("cpu"));

  // the order matters: nothing is registered before the second test
  it("is not done by an import, and named by the error of a model that needs it", async () => {
    expect(Object.keys(everything)).toContain("registerLayers");
    expect(registered()).toEqual([]);
    expect(layerClasses()).not.toEqual([]);
    expect(Object.values(everything)).toEqual(expect.arrayContaining(layerClasses()));
    for (const layerClass of layerClasses()) {
      const mapping = layerClass.prototype instanceof everything.Mapping && { units: 2, sparsity: 0.5 };
      const layer = new layerClass({ ...mapping, inputShape: [3] } as never);
      const artifacts = await savedModel(sequential({ layers: [layer] }));
      await expect(loadLayersModel(io.fromMemory(artifacts))).rejects.toThrow(
        `Unknown layer: ${layerClass.className}`,
      );
    }
  });

  it("registers the layers and Adamax, once", () => {
    registerLayers();
    const map = serialization.SerializationMap.getMap().classNameMap;
    const entries = registered().map((name) => map[name]);
    expect(registered()).toEqual([
      ...layerClasses().map(({ className }) => className),
      "@reciprocal/tfjs/registerLayers>Adamax",
    ]);
    expect(registered().every((name) => name.startsWith("@reciprocal/tfjs/registerLayers>"))).toBe(true);
    registerLayers();
    expect(registered().map((name) => map[name] === entries[registered().indexOf(name)])).toEqual(
      entries.map(() => true),
    );
  });
});

describe("@tensorflow/tfjs-core", () => {
  it("is there once: for this package, the layers and the backends", () => {
    const here = createRequire(import.meta.url);
    const own = here.resolve("@tensorflow/tfjs-core");
    for (const name of ["tfjs-layers", "tfjs-backend-cpu", "tfjs-backend-wasm"]) {
      const theirs = createRequire(here.resolve(`@tensorflow/${name}`)).resolve("@tensorflow/tfjs-core");
      expect(theirs, name).toBe(own);
    }
    const layer = everything.spectralDense({ units: 2 });
    expect(layer.apply(tensor2d([1, 2, 3], [1, 3]))).toBeInstanceOf(Tensor);
  });
});
