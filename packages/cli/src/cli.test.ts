import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createNetwork,
  decodeNetwork,
  encodeNetwork,
  encodeSafetensors,
  forward,
  toSpectral,
  type Network,
  networkFromText,
  toDense,
  withParameters,
} from "@reciprocal/network";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Ended, runProgram } from "./testing/run-program.js";

const network = createNetwork({
  inputShape: 6,
  layers: [
    { kind: "spectral", units: 5, activation: "relu" },
    { kind: "s-qr", units: 3, activation: "softmax" },
  ],
  seed: 1,
});
const changed = withParameters(network, [{ layer: 2, name: "bias", values: [1, 2, 3] }]);

let top: string;
let folder: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "cli-"));
});
beforeEach(() => {
  folder = mkdtempSync(join(top, "test-"));
  writeFileSync(join(folder, "a.rcp"), encodeNetwork(network));
  writeFileSync(join(folder, "b.rcp"), encodeNetwork(changed));
});
afterAll(() => rmSync(top, { recursive: true }));

const reciprocal = (...args: string[]): Promise<Ended> => runProgram(folder, args);

const done = { code: 0, stdout: "", stderr: "" };
const bytesOf = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const networkOf = (name: string) => decodeNetwork(bytesOf(name));
const json = ({ stdout }: Ended) => JSON.parse(stdout) as Record<string, unknown>;

const textBytes = (text: string) => new TextEncoder().encode(text);

/** A field of a protobuf message: tag, length (below 128), content. */
function field(number: number, ...content: readonly (string | Uint8Array)[]): Uint8Array {
  const bytes = Buffer.concat(content.map((part) => Buffer.from(part)));
  return Buffer.concat([Uint8Array.of(number * 8 + 2, bytes.length), bytes]);
}
const int = (number: number, value: number) => Uint8Array.of(number * 8, value);

/** An ONNX model y = x w of w, 2×3 in a file of that name, and an operator after it. */
function modelWithFile(location: string, after = "Identity"): Uint8Array {
  const entry = field(13, field(1, "location"), field(2, location));
  const w = field(5, int(1, 2), int(1, 3), int(2, 1), field(8, "w"), entry, int(14, 1));
  const product = field(1, field(1, "x"), field(1, "w"), field(2, "h"), field(4, "MatMul"));
  const last = field(1, field(1, "h"), field(2, "y"), field(4, after));
  const graph = field(7, product, last, w, field(11, field(1, "x")), field(12, field(1, "y")));
  return Buffer.concat([int(1, 8), graph, field(8, int(2, 17))]);
}

const samples = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
function largestDifference(one: Network, other: Network): number {
  const [a, b] = [forward(one, samples), forward(other, samples)];
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

describe("reciprocal inspect", () => {
  it("shows layers, sizes, seeds, digests and spectra of a network", async () => {
    const { code, stdout, stderr } = await reciprocal("inspect", "a.rcp");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchSnapshot();
  });

  it("says the same as one object", async () => {
    const { kind, bytes, summary, compactBytes, matrices, groups } = json(
      await reciprocal("inspect", "a.rcp", "--json"),
    );
    const { length } = encodeNetwork(network);
    expect({ kind, bytes, compactBytes }).toEqual({
      kind: "rcp",
      bytes: length,
      compactBytes: { float32: length, float16: encodeNetwork(network, { spectra: "float16" }).length },
    });
    // λ: 6 + 5 + 5 + 3; R: 6; biases: 5 + 3
    expect(summary).toMatchObject({ trainable: 33 });
    expect(matrices).toMatchObject([
      { layer: 0, name: "phi", rows: 5, columns: 6 },
      { layer: 2, name: "Q", rows: 3, columns: 5 },
    ]);
    expect((groups as { name: string }[]).map(({ name }) => name)).toEqual([
      ...["lambdaIn", "lambdaOut", "bias"],
      ...["lambdaIn", "lambdaOut", "R", "bias"],
    ]);
  });

  it("makes no matrix if it is told not to", async () => {
    const { matrices, compactBytes } = json(await reciprocal("inspect", "a.rcp", "--no-verify", "--json"));
    expect(compactBytes).toBeUndefined();
    expect((matrices as { digest?: string }[]).map(({ digest }) => digest)).toEqual([undefined, undefined]);
  });

  it("counts what masks hide", async () => {
    const [first, ...rest] = toDense(network).layers;
    const mask = Uint8Array.from({ length: 30 }, (_, i) => Number(i >= 12));
    const masked = { ...network, layers: [{ ...first!, mask }, ...rest] } as Network;
    writeFileSync(join(folder, "masked.rcp"), encodeNetwork(masked));
    expect((await reciprocal("inspect", "masked.rcp")).stdout).toContain(
      "layer 0: 12 of 30 weights are zero",
    );
  });

  it("tells of which base a patch is", async () => {
    await reciprocal("diff", "a.rcp", "b.rcp", "p.rcpd");
    const base = Buffer.from(bytesOf("a.rcp").subarray(-32)).toString("hex");
    expect(json(await reciprocal("inspect", "p.rcpd", "--json"))).toMatchObject({
      ...{ kind: "patch", base, changedLayers: 1, spectra: "float32" },
    });
    expect((await reciprocal("inspect", "p.rcpd")).stdout).toContain(`of the base with SHA-256 ${base}`);
    const broken = bytesOf("p.rcpd");
    broken[50]! ^= 1;
    writeFileSync(join(folder, "p.rcpd"), broken);
    const { code, stderr } = await reciprocal("inspect", "p.rcpd");
    expect([code, stderr]).toEqual([1, expect.stringContaining("p.rcpd: inspectPatch: the SHA-256")]);
  });
});

describe("reciprocal convert", () => {
  it.each(["txt", "safetensors"])("brings a network through .%s and back, bit for bit", async (extension) => {
    expect(await reciprocal("convert", "a.rcp", `a.${extension}`)).toEqual(done);
    expect(await reciprocal("convert", `a.${extension}`, "again.rcp")).toEqual(done);
    expect(bytesOf("again.rcp")).toEqual(bytesOf("a.rcp"));
  });

  it("rounds spectra if it is told to", async () => {
    await reciprocal("convert", "a.rcp", "small.rcp", "--spectra", "float16");
    expect(bytesOf("small.rcp")).toEqual(encodeNetwork(network, { spectra: "float16" }));
    await reciprocal("convert", "a.rcp", "small.txt", "--spectra", "float16");
    const text = readFileSync(join(folder, "small.txt"), "utf8").trim();
    expect(encodeNetwork(networkFromText(text), { spectra: "float16" })).toEqual(bytesOf("small.rcp"));
  });

  it.each(["spectral", "dense"])("writes a %s ONNX model that computes the same", async (form) => {
    expect(await reciprocal("convert", "a.rcp", "a.onnx", "--form", form)).toEqual(done);
    const session = await ort.InferenceSession.create(join(folder, "a.onnx"));
    const { output } = await session.run({ input: new ort.Tensor("float32", samples, [2, 6]) });
    const expected = forward(network, samples);
    const got = output!.data as Float32Array;
    expect(Math.max(...Array.from(got, (value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-6);
    expect(new TextDecoder("latin1").decode(bytesOf("a.onnx")).includes("layer0.lambdaIn")).toBe(
      form === "spectral",
    );
  });

  it("reads an ONNX model of dense layers, and says why it reads no other", async () => {
    await reciprocal("convert", "a.rcp", "a.onnx", "--form", "dense");
    expect(await reciprocal("convert", "a.onnx", "dense.rcp")).toEqual(done);
    expect(bytesOf("dense.rcp")).toEqual(encodeNetwork(toDense(network)));
    expect(await reciprocal("convert", "a.onnx", "spectral.rcp", "--spectral")).toEqual(done);
    expect(bytesOf("spectral.rcp")).toEqual(encodeNetwork(toSpectral(toDense(network))));
    expect((await reciprocal("inspect", "a.onnx")).stdout).toMatch(/^a\.onnx: ONNX model, /);
    writeFileSync(join(folder, "cut.onnx"), bytesOf("a.onnx").subarray(0, 99));
    const { code, stderr } = await reciprocal("convert", "cut.onnx", "cut.rcp");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^cut\.onnx: decodeOnnx: /)]);
  });

  it("reads an ONNX model in spectral form, bit for bit", async () => {
    expect(await reciprocal("convert", "a.rcp", "s.onnx")).toEqual(done);
    expect(await reciprocal("convert", "s.onnx", "s.rcp")).toEqual(done);
    expect(bytesOf("s.rcp")).toEqual(bytesOf("a.rcp"));
  });

  it("reads weights beside an ONNX model, but not through links that lead out of its folder", async () => {
    mkdirSync(join(folder, "models"));
    writeFileSync(join(folder, "models", "m.onnx"), modelWithFile("m.data"));
    const numbers = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
    writeFileSync(join(folder, "outside.data"), numbers);
    const path = join("models", "m.onnx");
    expect((await reciprocal("convert", path, "m.rcp")).stderr).toMatch(
      /m\.data: cannot be read: there is no such file/,
    );
    symlinkSync(join(folder, "outside.data"), join(folder, "models", "m.data"));
    expect((await reciprocal("convert", path, "m.rcp")).stderr).toMatch(
      /m\.data: cannot be read: a link that leads out of/,
    );
    rmSync(join(folder, "models", "m.data"));
    writeFileSync(join(folder, "models", "m.data"), numbers);
    expect(await reciprocal("convert", path, "m.rcp")).toEqual(done);
    // in × out in the model
    expect(networkOf("m.rcp").layers).toMatchObject([{ kernel: Float32Array.of(1, 4, 2, 5, 3, 6) }]);
    writeFileSync(join(folder, "models", "m.onnx"), modelWithFile("../outside.data"));
    const { code, stderr } = await reciprocal("convert", path, "n.rcp");
    expect([code, stderr]).toEqual([1, expect.stringContaining("no path inside the folder of the model")]);
  });

  it("says on standard error what the network does otherwise than the model", async () => {
    writeFileSync(join(folder, "log.onnx"), modelWithFile("m.data", "LogSoftmax"));
    writeFileSync(join(folder, "m.data"), new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer));
    const { code, stderr } = await reciprocal("convert", "log.onnx", "log.rcp");
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^log\.onnx: node .*logarithms of probabilities.*\n$/),
    ]);
    expect(networkOf("log.rcp").layers.at(-1)).toEqual({ kind: "activation", activation: "softmax" });
  });

  it("writes a folder for TensorFlow.js, folded to dense layers, and reads one", async () => {
    expect(await reciprocal("convert", "a.rcp", "model")).toEqual(done);
    expect(readdirSync(join(folder, "model"))).toContain("model.json");
    for (const from of ["model", join("model", "model.json")]) {
      expect((await reciprocal("convert", from, "back.rcp", "--force")).code).toBe(0);
      const back = networkOf("back.rcp");
      expect(back.layers.map(({ kind }) => kind)).toEqual(["dense", "activation", "dense", "activation"]);
      expect(largestDifference(back, network)).toBeLessThan(1e-6);
    }
    expect((await reciprocal("convert", "a.rcp", "model")).stderr).toContain("--force");
    expect((await reciprocal("convert", "b.rcp", "model", "--force")).code).toBe(0);
    await reciprocal("convert", "model", "back.rcp", "--force");
    expect(largestDifference(networkOf("back.rcp"), changed)).toBeLessThan(1e-6);
    expect(readdirSync(folder).sort()).toEqual(["a.rcp", "b.rcp", "back.rcp", "model"]);
  });

  it("replaces no folder that is not a model's", async () => {
    mkdirSync(join(folder, "precious"));
    writeFileSync(join(folder, "precious", "letter"), "dear");
    const { code, stderr } = await reciprocal("convert", "a.rcp", "precious", "--force");
    expect([code, stderr]).toEqual([1, expect.stringContaining("is not the folder of a model")]);
    expect(readdirSync(join(folder, "precious"))).toEqual(["letter"]);
  });

  it("takes dense weights of another tool by name, in spectral form if it is told to", async () => {
    const kernel = { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } as const;
    const bias = { dtype: "F32", shape: [2], data: Float32Array.of(7, 8) } as const;
    writeFileSync(
      join(folder, "w.safetensors"),
      encodeSafetensors({ tensors: { "fc.weight": kernel, "fc.bias": bias } }),
    );
    const names = ["--layers", "fc.weight,fc.bias,leaky-relu:0.2"];
    expect(await reciprocal("convert", "w.safetensors", "w.rcp", ...names)).toEqual(done);
    const [dense, activation] = networkOf("w.rcp").layers;
    expect(dense).toMatchObject({
      kind: "dense",
      inputs: 3,
      outputs: 2,
      kernel: kernel.data,
      bias: bias.data,
    });
    expect(activation).toEqual({ kind: "activation", activation: "leaky-relu", slope: 0.2 });
    await reciprocal("convert", "w.safetensors", "s.rcp", ...names, "--spectral");
    expect(bytesOf("s.rcp")).toEqual(encodeNetwork(toSpectral(networkOf("w.rcp"))));
    await reciprocal("convert", "w.safetensors", "t.rcp", "--layers", "fc.weight", "--orientation", "in-out");
    expect(networkOf("t.rcp").layers).toMatchObject([
      { inputs: 2, outputs: 3, kernel: Float32Array.of(1, 4, 2, 5, 3, 6) },
    ]);
    const steep = ["--layers", "fc.weight,leaky-relu:2"];
    expect(await reciprocal("convert", "w.safetensors", "u.rcp", ...steep)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a number from 0 to 1, got "leaky-relu:2"') as string,
    });
    const { code, stderr } = await reciprocal("convert", "w.safetensors", "u.rcp", "--layers", "fc2.weight");
    expect([code, stderr]).toEqual([1, expect.stringContaining("must have a tensor fc2.weight, got fc.")]);
  });

  it("takes the kind from --as if the name does not say it", async () => {
    await reciprocal("convert", "a.rcp", "a.bin", "--as", "rcp");
    expect(bytesOf("a.bin")).toEqual(bytesOf("a.rcp"));
    expect((await reciprocal("inspect", "a.bin")).code).toBe(0); // by its first bytes
  });
});

describe("reciprocal diff and apply", () => {
  it("bring the changed network of its base, bit for bit", async () => {
    expect(await reciprocal("diff", "a.rcp", "b.rcp", "p.rcpd")).toEqual(done);
    expect(await reciprocal("apply", "a.rcp", "p.rcpd", "c.rcp")).toEqual(done);
    expect(bytesOf("c.rcp")).toEqual(bytesOf("b.rcp"));
    expect(bytesOf("p.rcpd").length).toBeLessThan(bytesOf("b.rcp").length);
  });

  it("refuse another base, and networks that no patch leads between", async () => {
    await reciprocal("diff", "a.rcp", "b.rcp", "p.rcpd");
    const { code, stderr } = await reciprocal("apply", "b.rcp", "p.rcpd", "c.rcp");
    expect([code, stderr]).toEqual([1, expect.stringContaining("was the patch made from another network?")]);
    expect(existsSync(join(folder, "c.rcp"))).toBe(false);
    writeFileSync(join(folder, "dense.rcp"), encodeNetwork(toDense(network)));
    const refused = await reciprocal("diff", "a.rcp", "dense.rcp", "q.rcpd");
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/^dense\.rcp: diffNetworks: .*kind/),
    ]);
  });
});

describe("reciprocal", () => {
  it.each([
    [["inspect", "no.rcp"], 1, "no.rcp: cannot be read: there is no such file"],
    [["inspect", "a.rcp", "b.rcp"], 2, 'unexpected word "b.rcp"'],
    [["inspect"], 2, "FILE"],
    [["convert", "a.rcp", "a.xyz"], 2, "a.xyz: cannot tell what to write; a name must end in .rcp"],
    [["convert", "a.rcp", "b.xyz"], 2, "or take --as\n"],
    [["convert", "a.rcp", "a.onnx", "--form", "square"], 2, "--form must be one of spectral, dense"],
    [["convert", "a.rcp", "c.rcp", "--form", "dense"], 2, "--form is for onnx, got a target of kind rcp"],
    [["convert", "a.rcp", "c.onnx", "--spectra", "float16"], 2, "--spectra is for rcp and text"],
    [["convert", "a.rcp", "c.rcp", "--layers", "w"], 2, "--layers is for .safetensors files"],
    [["convert", "a.rcp", "c.rcp", "--orientation", "in-out"], 2, "--orientation needs --layers"],
    [["convert", "a.rcp", "b.rcp"], 2, "b.rcp: is there already; --force writes over it"],
    [["convert", "a.rcp", "no/c.rcp"], 1, "no/c.rcp: cannot be written"],
    [["convert", "a.rcp", "c.rcp", "--spectra"], 2, "--spectra needs a value"],
    [["convert", "a.rcp", "c.rcp", "--wat", "1"], 2, "unknown option --wat; allowed are --as"],
    [["convert", "a.rcp", "p.rcpd"], 2, "a patch is made of two networks"],
    [["apply", "a.rcp", "b.rcp", "c.onnx"], 2, "c.onnx: must end in .rcp"],
    [
      ["frob"],
      2,
      'unknown command "frob"; allowed are train, evaluate, predict, prune, inspect, convert, diff, apply',
    ],
    [[], 2, "no command given"],
  ] as const)("refuses %j with code %i, says why, and writes nothing", async (args, code, message) => {
    const before = bytesOf("b.rcp");
    const ended = await reciprocal(...args);
    expect(ended).toEqual({ code, stdout: "", stderr: expect.stringContaining(message) as string });
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1); // no trace of a stack
    expect(readdirSync(folder).sort()).toEqual(["a.rcp", "b.rcp"]);
    expect(bytesOf("b.rcp")).toEqual(before);
  });

  it.each([
    ["cut.rcp", "was it cut?", (bytes: Uint8Array) => bytes.subarray(0, -1)],
    ["bent.rcp", "SHA-256", (bytes: Uint8Array) => bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))],
    ["odd.safetensors", "safetensors", () => Uint8Array.of(1, 2, 3)],
    ["odd.txt", "odd.txt: ", () => new TextEncoder().encode("?!")],
    ["odd.bin", "cannot tell what it is", () => Uint8Array.of(1, 2, 3)],
    [
      "a.rcp",
      "it looks like a pointer file of Git LFS",
      () => textBytes("version https://git-lfs.github.com/spec/v1\n"),
    ],
    ["a.onnx", "it looks like a web page", () => textBytes("<!doctype html>")],
    [
      "a.safetensors",
      "the index of safetensors files",
      () => textBytes('{"metadata": {}, "weight_map": {}}'),
    ],
    ["model.safetensors.index.json", "the index of safetensors files", () => textBytes('{"weight_map": {}}')],
    ["a.keras", "a zip archive", () => textBytes("PK\x03\x04")],
    ["a.pt", "it looks like a pickle of python", () => Uint8Array.of(0x80, 2, 0x8a)],
  ])("says what is wrong with a file: %s", async (name, message, change) => {
    writeFileSync(join(folder, name), change(bytesOf("a.rcp")));
    const { code, stderr, stdout } = await reciprocal("inspect", name);
    expect(code).not.toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toMatch(new RegExp(`^${name}: `));
    expect(stderr.toLowerCase()).toContain(message.toLowerCase());
  });

  it("writes over what is there with --force, and leaves no drafts", async () => {
    expect(await reciprocal("convert", "a.rcp", "b.rcp", "--force")).toEqual(done);
    expect(bytesOf("b.rcp")).toEqual(bytesOf("a.rcp"));
    expect(readdirSync(folder).sort()).toEqual(["a.rcp", "b.rcp"]);
  });

  it("says its version", async () => {
    const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await reciprocal("--version")).toEqual({ ...done, stdout: `${version}\n` });
  });

  it.each(["--help", "inspect --help", "convert --help", "diff --help", "apply --help"])(
    "explains itself: %s",
    async (words) => {
      const { code, stdout } = await reciprocal(...words.split(" "));
      expect(code).toBe(0);
      expect(stdout).toMatchSnapshot();
    },
  );
});
