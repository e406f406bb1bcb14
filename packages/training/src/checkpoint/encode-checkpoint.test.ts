import {
  createNetwork,
  encodeNetwork,
  decodeSafetensors,
  type Tensor,
  encodeSafetensors,
  type LayerSpec,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { objectsIn, withField } from "@reciprocal/test-utils";
import { beforeAll, describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.js";
import { decodeCheckpoint } from "./decode-checkpoint.js";
import { encodeCheckpoint } from "./encode-checkpoint.js";
import { fit } from "../fit/loop.js";
import { sealCheckpoint } from "./checkpoint-format.js";
import { expectFailure } from "../testing/expect-failure.js";
import { clouds } from "../testing/clouds.js";
import { FileFormatError } from "../index.js";

/** After one epoch and one step; all kinds of layers, and a best network. */
let checkpoint: Checkpoint;
let bytes: Uint8Array;
beforeAll(async () => {
  const layers = (["s-qr", "spectral", "s-svd", "dense"] as const).map((kind) => ({ kind, units: 3 }));
  const network = createNetwork({
    inputShape: 2,
    layers: [...layers, { kind: "dense", units: 3, activation: "softmax" }] as LayerSpec[],
    seed: 1,
  });
  const { signal, ...onCheckpoint } = abortAt(1, 1);
  const result = await fit(network, clouds(), {
    batchSize: 50,
    signal,
    ...onCheckpoint,
    checkpointEvery: { steps: 1 },
    validationSplit: 0.2,
    earlyStopping: { restoreBest: true },
    precomputeLimitBytes: Infinity,
  });
  checkpoint = result.checkpoint!;
  bytes = encodeCheckpoint(checkpoint);
});

function abortAt(epochs: number, steps: number) {
  const controller = new AbortController();
  const onCheckpoint = ({ history, running }: Checkpoint) => {
    if (history.length === epochs && running.steps === steps) controller.abort();
  };
  return { signal: controller.signal, onCheckpoint };
}

/** The same file with other text, sealed again as the package does it. */
function withHeader(change: (header: Record<string, unknown>) => void, from = bytes): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(from);
  const header = JSON.parse(metadata["checkpoint"]!) as Record<string, unknown>;
  change(header);
  return sealCheckpoint(tensors, { ...metadata, checkpoint: JSON.stringify(header) });
}

describe("encodeCheckpoint and decodeCheckpoint", () => {
  it("bring back the same numbers, in the same bytes", () => {
    const back = decodeCheckpoint(bytes);
    expect(back).toEqual(checkpoint);
    expect(encodeCheckpoint(back)).toEqual(bytes);
    expect(checkpoint.best!.epoch).toBe(1);
    expect(encodeNetwork(back.best!.network)).toEqual(encodeNetwork(checkpoint.best!.network));
    expect(encodeNetwork(back.network)).not.toEqual(encodeNetwork(back.best!.network));
    expect(back.settings.precomputeLimitBytes).toBe(Infinity);
  });

  it("keep every float64 and float32, those that JSON lacks too", () => {
    const strange = {
      ...checkpoint,
      running: { ...checkpoint.running, lossSum: -0, seconds: NaN, learningRate: 5e-324 },
      optimizer: {
        ...checkpoint.optimizer,
        groups: checkpoint.optimizer.groups.map((group) => ({
          ...group,
          slots: group.slots.map((slot) =>
            Float32Array.from(slot, (_, i) => [NaN, -0, Infinity, 1e-45][i % 4]!),
          ),
        })),
      },
    };
    expect(decodeCheckpoint(encodeCheckpoint(strange))).toEqual(strange);
  });

  it("store frozen matrices by their recipe, so that a large network is a small file", async () => {
    const layers = [
      { kind: "spectral", units: 1000, activation: "relu" },
      { kind: "spectral", units: 10, activation: "softmax" },
    ] as const;
    const network = createNetwork({ inputShape: 784, layers, seed: 1 });
    const { checkpoint: large } = await fit(
      network,
      { inputs: new Float32Array(784), labels: [3] },
      { signal: AbortSignal.abort() },
    );
    // 784 + 2 · 1000 + 10 eigenvalues and 1010 biases, each with two numbers of Adam: 45,648 bytes and the text
    expect(encodeCheckpoint(large!).length).toBeLessThan(50_000);
  });

  it("are a safetensors file with the optimizer's arrays by name", () => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    expect(tensors["optimizer.1.lambdaOut.0"]!.data).toEqual(
      checkpoint.optimizer.groups.find(({ layer, name }) => layer === 1 && name === "lambdaOut")!.slots[0],
    );
    expect(metadata).toMatchObject({ format: "reciprocal-checkpoint", version: "1" });
  });

  it("refuse every file that was cut", () => {
    for (let length = 0; length < bytes.length; length += length < 200 ? 1 : 101) {
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrow(/^decodeCheckpoint: /);
      expect(() => decodeCheckpoint(bytes.slice(0, length))).toThrow(FileFormatError);
    }
    expect(() => decodeCheckpoint(new Uint8Array([...bytes, 0]))).toThrow(FileFormatError);
  });

  it("refuse every file in which a byte is another, unless nothing it says has changed", () => {
    const random = new Random(2);
    for (let i = 0; i < 300; i++) {
      const flipped = bytes.slice();
      flipped[random.integer(bytes.length)]! ^= 1 << random.integer(8);
      let back: Checkpoint | undefined;
      try {
        back = decodeCheckpoint(flipped);
      } catch (error) {
        expect(error).toBeInstanceOf(FileFormatError);
      }
      // a letter of JSON may be written in two ways, and spaces may stand at the header's end
      if (back) expect(encodeCheckpoint(back)).toEqual(bytes);
    }
  });

  it("say what a file is that they do not read", async () => {
    const fails = (wrong: Uint8Array, ...facts: readonly (string | RegExp)[]) =>
      expectFailure(() => decodeCheckpoint(wrong), FileFormatError, ...facts);
    const { tensors, metadata } = decodeSafetensors(bytes);
    await fails(encodeNetwork(checkpoint.network));
    await fails(encodeSafetensors({ tensors }), /format.*reciprocal-checkpoint.*got none/);
    for (const version of ["2", "0", "x"]) {
      await fails(
        sealCheckpoint(tensors, { ...metadata, version }),
        `got ${version}`,
        /version.*1 to 1.*newer/,
      );
    }
    await fails(
      encodeSafetensors({ tensors, metadata: { ...metadata, sha256: "0" } }),
      /SHA-256.*0, got [0-9a-f]{64}$/,
    );
    await expectFailure(() => decodeCheckpoint("no bytes" as never), TypeError, /^decodeCheckpoint: bytes/);
  });

  it("refuse sealed files that are not checkpoints", async () => {
    const fails = (wrong: Uint8Array, ...facts: readonly RegExp[]) =>
      expectFailure(() => decodeCheckpoint(wrong), FileFormatError, /^decodeCheckpoint: /, ...facts);
    const { tensors, metadata } = decodeSafetensors(bytes);
    const { network: _network, ...arrays } = tensors;
    expect(_network!.dtype).toBe("U8");
    await fails(sealCheckpoint(arrays, metadata), /network.*U8, got none/);
    const more: Tensor = { dtype: "U8", shape: [0], data: new Uint8Array() };
    await fails(sealCheckpoint({ ...tensors, more }, metadata), /more than a checkpoint: more/);
    await fails(sealCheckpoint(tensors, { ...metadata, checkpoint: "{" }));
    await fails(
      withHeader((header) => (header["steps"] = 1)),
      /optimizer after 3 steps, got one after 1/,
    );
    await fails(
      withHeader((header) => (header["running"] = { steps: 1 })),
      /running: lossSum.*got undefined/,
    );
    await fails(
      withHeader((header) => delete header["bestEpoch"]),
      /more than a checkpoint: best\.0\./,
    );
    await fails(withHeader((header) => (header["groups"] = [{ layer: 9, name: "bias", slots: 0 }])));
  });

  it("refuse a field that they do not know, wherever it is", async () => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const text = metadata["checkpoint"]!;
    // numbers that JSON lacks are objects too
    const places = objectsIn(JSON.parse(text)).filter((place) => place.at(-1) !== "precomputeLimitBytes");
    expect(places.length).toBeGreaterThan(20); // groups, reports, settings, optimizer, penalties, engine
    for (const place of places) {
      const wrong = sealCheckpoint(tensors, { ...metadata, checkpoint: withField(text, place, "beta") });
      await expectFailure(
        () => decodeCheckpoint(wrong),
        FileFormatError,
        /^decodeCheckpoint: .*unknown option beta/,
      );
    }
    const other = sealCheckpoint(tensors, { ...metadata, beta: "1" });
    await expectFailure(() => decodeCheckpoint(other), FileFormatError, /metadata.*got "beta" too/);
  });

  it("refuse text that says something twice, is too deep, or claims more than there is", async () => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const fails = (change: (text: string) => string, ...facts: readonly RegExp[]) => {
      const wrong = sealCheckpoint(tensors, { ...metadata, checkpoint: change(metadata["checkpoint"]!) });
      return expectFailure(() => decodeCheckpoint(wrong), FileFormatError, /^decodeCheckpoint: /, ...facts);
    };
    await fails((text) => text.replace('"steps":', '"steps":7,"steps":'), /"steps" twice/);
    await fails((text) => text.replace('"history":', `"history":${"[".repeat(1e5)}`), /at most 64 deep/);
    await fails(
      (text) => text.replace('"slots":2', '"slots":1e9'),
      /groups\[0\]: slots must be.*got 1000000000/,
    );
    await fails(
      (text) => text.replace(/"lossSum":[^,]+/, '"lossSum":{"number":"0x10"}'),
      /lossSum must be a number/,
    );
    await fails((text) => text.replace('"seed":0', '"seed":"0"'), /settings: seed must be/);
  });

  it("count what the network makes, and refuse more than maxEntries", async () => {
    // Q of 3×2, φ, U and V of 3×3
    const maxEntries = 6 + 9 + 9 + 9;
    expect(decodeCheckpoint(bytes, { maxEntries })).toEqual(decodeCheckpoint(bytes));
    await expectFailure(
      () => decodeCheckpoint(bytes, { maxEntries: maxEntries - 1 }),
      FileFormatError,
      /^decodeCheckpoint: the matrices that are made, up to layer 2 \(s-svd\): V, must have at most 32 entries/,
    );
    expect(encodeCheckpoint(checkpoint, { maxEntries })).toEqual(bytes);
    await expectFailure(
      () => encodeCheckpoint(checkpoint, { maxEntries: maxEntries - 1 }),
      RangeError,
      /at most 32 entries/,
    );
    await expectFailure(
      () => decodeCheckpoint(bytes, { verify: false } as never),
      TypeError,
      /^decodeCheckpoint: unknown option verify/,
    );
  });

  it("read what version 1 wrote", () => {
    const back = decodeCheckpoint(Uint8Array.from(Buffer.from(fixture, "base64")));
    expect(back.history).toEqual([]);
    // `correct` was NaN in it, which is left out now
    expect(back.running).toEqual({ steps: 1, lossSum: 0.5, learningRate: 0.25, seconds: 2 });
    expect(back.running).not.toHaveProperty("correct");
    expect(back.optimizer.groups).toEqual([
      { layer: 0, name: "kernel", slots: [Float32Array.of(3)] },
      { layer: 0, name: "bias", slots: [Float32Array.of(4)] },
    ]);
    expect(back.network.layers[0]).toMatchObject({ kernel: Float32Array.of(1), bias: Float32Array.of(2) });
  });

  it("refuse to write what is not a checkpoint", async () => {
    await expectFailure(
      () => encodeCheckpoint({} as Checkpoint),
      TypeError,
      /needs a checkpoint, got an object of nothing/,
    );
  });
});

/** One weight and its bias, sgd with momentum, made by hand and written by version 1. */
const fixture =
  "gAQAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJjaGVja3BvaW50Ijoie1wic3RlcHNcIjoxLFwiZ3JvdXBzXCI6W3tcImxheWVyXCI6MCxc" +
  "Im5hbWVcIjpcImtlcm5lbFwiLFwic2xvdHNcIjoxfSx7XCJsYXllclwiOjAsXCJuYW1lXCI6XCJiaWFzXCIsXCJzbG90c1wiOjF9XSxc" +
  "Imhpc3RvcnlcIjpbXSxcInJ1bm5pbmdcIjp7XCJzdGVwc1wiOjEsXCJsb3NzU3VtXCI6MC41LFwiY29ycmVjdFwiOntcIm51bWJlclwi" +
  "OlwiTmFOXCJ9LFwibGVhcm5pbmdSYXRlXCI6MC4yNSxcInNlY29uZHNcIjoyfSxcInNldHRpbmdzXCI6e1wibmV0d29ya1wiOlwiMDAw" +
  "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMFwiLFwic2FtcGxlc1wiOlwi" +
  "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMVwiLFwibG9zc1wiOlwi" +
  "bWVhbi1zcXVhcmVkLWVycm9yXCIsXCJiYXRjaFNpemVcIjoyLFwic2VlZFwiOjAsXCJzaHVmZmxlXCI6dHJ1ZSxcIm9wdGltaXplclwi" +
  "OntcImtpbmRcIjpcInNnZFwiLFwibGVhcm5pbmdSYXRlXCI6MC4yNSxcIm1vbWVudHVtXCI6MC41fSxcInBlbmFsdGllc1wiOntcImtl" +
  "cm5lbHNcIjp7XCJsMVwiOjAsXCJsMlwiOjB9LFwiZWlnZW52YWx1ZXNcIjp7XCJsMVwiOjAsXCJsMlwiOjB9LFwiZWlnZW52ZWN0b3Jz" +
  "XCI6e1wibDFcIjowLFwibDJcIjowfX0sXCJwcmVjb21wdXRlTGltaXRCeXRlc1wiOjEwNzM3NDE4MjR9LFwiZW5naW5lXCI6e1wibmFt" +
  "ZVwiOlwib25ueHJ1bnRpbWUtbm9kZVwiLFwidmVyc2lvblwiOlwiMS4zMC4wXCJ9fSIsImZvcm1hdCI6InJlY2lwcm9jYWwtY2hlY2tw" +
  "b2ludCIsInNoYTI1NiI6ImIyZjI0ODJiYTBlOWRhZjg0OTRlOTM1MThmYjMxMDJjODNlZWY1YjlhN2RmOTIzNzM3NTU2N2NmZmQ4OGYx" +
  "YjYiLCJ2ZXJzaW9uIjoiMSJ9LCJvcHRpbWl6ZXIuMC5iaWFzLjAiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNl" +
  "dHMiOlswLDRdfSwib3B0aW1pemVyLjAua2VybmVsLjAiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls0" +
  "LDhdfSwibmV0d29yayI6eyJkdHlwZSI6IlU4Iiwic2hhcGUiOls2OF0sImRhdGFfb2Zmc2V0cyI6WzgsNzZdfX0gICAAAIBAAABAQFJD" +
  "UE4BAAAARAAAAAABAAAAAQAAAAEBAAAAAQMAAIA/AAAAQNOWmtSQJwcvp/v6CRY9Ts5QTaVq3k2CyRx7wl2ucHq6";
