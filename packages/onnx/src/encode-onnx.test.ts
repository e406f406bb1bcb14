import {
  createNetwork,
  forward,
  inputSize,
  matrixDigest,
  type Network,
  outputSize,
} from "@reciprocal/network";
import { networks, samplesOf } from "@reciprocal/test-networks";
import "@reciprocal/test-utils";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { encodeOnnx } from "./encode-onnx.js";
import { checkModels, runsCheckerTests } from "./testing/onnx-checker.js";
import { runModel } from "./testing/run-model.js";

const spectral = networks["spectral, to fewer nodes"]!;
const cases = Object.entries(networks);
const run = (network: Network, model: Uint8Array, samples: number) =>
  runModel(model, samplesOf(network, samples), [samples, inputSize(network)]);
// outputs of order one, of sums of at most seven products of factors made by three roundings each
const tolerance = { relative: 1e-5, absolute: 1e-5 };

describe.each(["spectral", "dense"] as const)("encodeOnnx in %s form", (form) => {
  it.each(cases)("gives the outputs of forward in ONNX Runtime: %s", async (_, network) => {
    const model = encodeOnnx(network, { form });
    for (const samples of [1, 3]) {
      const expected = forward(network, samplesOf(network, samples));
      expect(await run(network, model, samples)).toBeCloseRelative(expected, tolerance);
    }
  });

  it.each([13, 22])("means the same in operator set %i", async (opset) => {
    const network = networks["every kind"]!;
    const got = await run(network, encodeOnnx(network, { form, opset }), 3);
    expect(got).toEqual(await run(network, encodeOnnx(network, { form }), 3));
  });

  it.skipIf(!runsCheckerTests)("passes Python's checker with strict shape inference", () => {
    const reports = checkModels(cases.map(([, network]) => encodeOnnx(network, { form })));
    reports.forEach(({ output, metadata, producer }, index) => {
      const network = cases[index]![1];
      const width = outputSize(network);
      expect(output).toEqual(["batch", width]);
      expect(metadata["reciprocal.form"]).toBe(form);
      expect(producer[0]).toBe("@reciprocal/onnx");
    });
  });
});

describe("encodeOnnx", () => {
  it("gives the same bytes for equal networks", () => {
    const make = () => createNetwork({ inputShape: 5, layers: [{ kind: "s-qr", units: 3 }], seed: 2 });
    expect(encodeOnnx(make())).toEqual(encodeOnnx(make()));
  });

  it.skipIf(!runsCheckerTests)("keeps spectra, φ, recipes and digests where Python's onnx finds them", () => {
    const [report] = checkModels([encodeOnnx(spectral)]);
    const [layer] = spectral.layers;
    if (layer?.kind !== "spectral" || !("recipe" in layer.phi)) throw new Error("needs a spectral layer");
    const { constants, metadata } = report!;
    expect(Object.keys(constants).sort()).toEqual([
      "layer0.bias",
      "layer0.lambdaIn",
      "layer0.lambdaOut",
      "layer0.phi",
      "v3", // the axis along which λ_out becomes a column
    ]);
    expect(constants["layer0.lambdaIn"]).toEqual([...layer.lambdaIn]);
    expect(constants["layer0.lambdaOut"]).toEqual([...layer.lambdaOut]);
    expect(metadata).toEqual({
      "reciprocal.form": "spectral",
      "reciprocal.layer0.kind": "spectral",
      "reciprocal.layer0.phi.recipe": JSON.stringify({ rows: 4, columns: 5, ...layer.phi.recipe }),
      "reciprocal.layer0.phi.sha256": matrixDigest(layer.phi),
    });
  });

  it.skipIf(!runsCheckerTests)(
    "keeps the recipe of a whole matrix and the digest of what is selected",
    () => {
      const network = networks["spectral, with selections from matrices"]!;
      const [layer] = network.layers;
      if (layer?.kind !== "spectral" || !("selection" in layer.phi)) throw new Error("needs a selection");
      const { of } = layer.phi.selection;
      expect(checkModels([encodeOnnx(network)])[0]!.metadata).toMatchObject({
        "reciprocal.layer0.phi.recipe": JSON.stringify({ rows: of.rows, columns: of.columns, ...of.recipe }),
        "reciprocal.layer0.phi.sha256": matrixDigest(layer.phi),
      });
    },
  );

  it("names the package's own version", () => {
    const url = new URL("../package.json", import.meta.url);
    const { version } = JSON.parse(readFileSync(url, "utf8")) as { version: string };
    // after a release, src/version.ts has to follow package.json
    expect(Buffer.from(encodeOnnx(spectral)).toString("latin1")).toContain(
      `\x12\x10@reciprocal/onnx\x1a${String.fromCharCode(version.length)}${version}`,
    );
  });

  it("refuses options that do not exist and values that mean nothing", () => {
    const wrong = (options: object) => () => encodeOnnx(spectral, options);
    expect(wrong({ from: "dense" })).toThrow(TypeError);
    expect(wrong({ from: "dense" })).toThrow(/from.*form/);
    expect(wrong({ form: "sparse" })).toThrow(/form.*spectral.*dense.*sparse/);
    for (const opset of [12, 23, NaN, 17.5]) {
      expect(wrong({ opset })).toThrow(RangeError);
      expect(wrong({ opset })).toThrow(new RegExp(`opset.*13.*22.*${opset}`));
    }
    expect(wrong({ name: "" })).toThrow(/name/);
    expect(() => encodeOnnx({ inputShape: [0], layers: [] })).toThrow(/inputShape/);
  });
});
