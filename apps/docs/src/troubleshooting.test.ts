import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { datasetFromCsv } from "@reciprocal/datasets";
import {
  applyPatch,
  createNetwork,
  decodeNetwork,
  dense,
  diffNetworks,
  encodeNetwork,
  spectral,
  type Network,
} from "@reciprocal/network";
import { openModel } from "@reciprocal/model";
import { trainTable } from "@reciprocal/model/training";
import { decodeOnnx } from "@reciprocal/onnx";
import { byEigenvalue, mask } from "@reciprocal/pruning";
import { type FitOptions, fit, loadEngine } from "@reciprocal/training";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "apps/docs/pages/troubleshooting.md"), "utf8");
/** What the page quotes: a line each; blocks in `log` are of other programs. */
const quoted = [...page.matchAll(/^```text\n([^`]*)^```$/gm)].flatMap(([, block]) =>
  block!.trim().split("\n"),
);

const network = createNetwork({
  inputShape: 2,
  layers: [spectral({ units: 4, activation: "relu" }), spectral({ units: 2, activation: "softmax" })],
});
const file = encodeNetwork(network);
const samples = { inputs: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), labels: [0, 1, 1, 0] };
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const train = (changed: object, options: FitOptions = {}, trained: Network = network): Promise<unknown> =>
  fit(trained, { ...samples, ...changed }, { epochs: 1, ...options });
const oneLayer = (layer: object): Network =>
  createNetwork({ inputShape: 2, layers: [dense({ units: 2, ...layer })] });
const changedAt = (place: number): Uint8Array => file.map((byte, i) => (i === place ? byte ^ 128 : byte));

/** Calls that go wrong as those of readers do, one for each message that the page quotes. */
const wrong: Readonly<Record<string, () => unknown>> = {
  "a name of hardware in prefer": () => loadEngine({ prefer: "gpu" as "auto" }),
  "a label that is too large": () => train({ labels: [0, 1, 2, 0] }),
  "NaN among the inputs": () => train({ inputs: Float32Array.of(0, NaN, 0, 1, 1, 0, 1, 1) }),
  "a gap in a table": () => datasetFromCsv("a,label\n1,x\n,y\n", { label: "label" }),
  "a cell too few": () => datasetFromCsv("a,b,label\n1,2,x\n3,y\n", { label: "label" }),
  "another column": () => datasetFromCsv("a,label\n1,x\n2,y\n", { label: "class" }),
  "a web page for a table": () => datasetFromCsv("<!doctype html><html></html>", { label: "label" }),
  "a single class": () => trainTable("a,label\n1,x\n2,x\n", { label: "label" }),
  "too few numbers": () => train({ inputs: new Float32Array(7) }),
  "a plain array": () => train({ inputs: [0, 0, 0, 1, 1, 0, 1, 1] }),
  "a rate that is too large": () => train({}, { epochs: 9, optimizer: { kind: "sgd", learningRate: 1e30 } }),
  "labels without a softmax": () => train({}, {}, oneLayer({})),
  "nothing that trains": () =>
    train({}, {}, oneLayer({ activation: "softmax", trainable: { kernel: false, bias: false } })),
  "a split of nothing": () => train({}, { validationSplit: 0.01 }),
  "other samples": async () => {
    const { checkpoint } = await fit(network, samples, { epochs: 1, signal: AbortSignal.abort() });
    return fit(network, samples, { epochs: 1, seed: 5, resume: checkpoint! });
  },
  "a misspelled option": () => train({}, { epoch: 1 } as FitOptions),
  "a kind that is not there": () =>
    createNetwork({ inputShape: 2, layers: [{ kind: "conv", units: 2 } as never] }),
  "an activation in capitals": () => oneLayer({ activation: "ReLU" }),
  "every node": () => mask(network, { by: byEigenvalue(), amount: { count: 4 } }),
  "a newer file": () => decodeNetwork(changedAt(4)),
  "a cut file": () => decodeNetwork(file.subarray(0, file.length - 5)),
  "a damaged file": () => decodeNetwork(changedAt(50)),
  "a web page for a network": () => decodeNetwork(text("<!doctype html>")),
  "another kind of file": () => decodeNetwork(changedAt(0)),
  "an ArrayBuffer": () => decodeNetwork(file.buffer as unknown as Uint8Array),
  "a φ that is too large": () => decodeNetwork(file, { maxEntries: 2 }),
  "another base": () =>
    applyPatch(
      createNetwork({ inputShape: 2, layers: [spectral({ units: 4 })], seed: 9 }),
      diffNetworks(network, network),
    ),
  "a network for a model": () => openModel(file),
  "three bytes for ONNX": () => decodeOnnx(Uint8Array.of(1, 2, 3)),
};

describe("the page about troubleshooting", () => {
  it.each(Object.entries(wrong))("quotes the message for %s", async (_, call) => {
    const message = await messageOf(call);
    expect(
      quoted.filter((line) => patternOf(line).test(message)),
      message,
    ).toHaveLength(1);
  });

  it("quotes no message but these and those that stand in the sources", async () => {
    const messages = await Promise.all(Object.values(wrong).map(messageOf));
    const sources = sourcesOf(root);
    const unknown = quoted
      .filter((line) => !messages.some((message) => patternOf(line).test(message)))
      .filter((line) => !line.split("…").every((part) => sources.includes(withoutEdges(part))));
    expect(unknown).toEqual([]);
    expect(quoted.length).toBeGreaterThan(messages.length);
  });
});

async function messageOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not throw");
}

/** A line of the page, with anything for `…`. */
function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}

/** A part of a message without what may stand around a name that is put in. */
function withoutEdges(part: string): string {
  return part.replaceAll(/^(?:\w+:)?[\s().;-]+|[\s().;-]+$/g, "");
}

/** The code of the packages without tests, each message on one line. */
function sourcesOf(top: string): string {
  const files = execFileSync("git", ["ls-files", "packages/*/src/*.ts", "tooling/guards/src/*.ts"], {
    cwd: top,
    encoding: "utf8",
  });
  return files
    .trim()
    .split("\n")
    .filter((name) => !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(top, name), "utf8").replaceAll(/["`] \+\s*["`]/g, ""))
    .join("\n");
}
