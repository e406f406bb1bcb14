import { execFileSync, spawn } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNetwork, encodeNetwork, withParameters } from "@reciprocal/network";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { runHere } from "./testing/run-here.js";
import { treeOf } from "./testing/tree.js";

// Every command that reads, with each of its inputs as a FIFO, which gives its bytes once.

const network = createNetwork({
  inputShape: 6,
  layers: [
    { kind: "spectral", units: 5, activation: "relu" },
    { kind: "s-qr", units: 3, activation: "softmax" },
  ],
  seed: 1,
});
const changed = withParameters(network, [{ layer: 2, name: "bias", values: [1, 2, 3] }]);
const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "up" : "down"},${i % 2},${i}`);
const quick = ["--epochs", "1", "--width", "4"];

let top: string;
let inputs: string;
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), "inputs-"));
  inputs = join(top, "inputs");
  mkdirSync(inputs);
  writeFileSync(join(inputs, "a.rcp"), encodeNetwork(network));
  writeFileSync(join(inputs, "b.rcp"), encodeNetwork(changed));
  writeFileSync(join(inputs, "table.csv"), ["answer,a,b", ...rows, ""].join("\n"));
  for (const name of ["left", "right"]) {
    mkdirSync(join(inputs, "images", name), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const pixels = Buffer.alloc(36, i + (name === "left" ? 200 : 20));
      const image = sharp(pixels, { raw: { width: 6, height: 6, channels: 1 } });
      await image.png().toFile(join(inputs, "images", name, `${i}.png`));
    }
  }
  copyFileSync(join(inputs, "images", "left", "0.png"), join(inputs, "0.png"));
  for (const args of [
    ["diff", "a.rcp", "b.rcp", "p.rcpd"],
    ["convert", "a.rcp", "a.txt"],
    ["convert", "a.rcp", "a.safetensors"],
    ["convert", "a.rcp", "a.onnx"],
    ["train", "table.csv", "--label", "answer", ...quick, "--out", "m.rcp"],
    ["convert", "m.rcp", "m.safetensors"],
    ["train", "images", "--size", "6x6", ...quick, "--out", "i.rcp"],
  ])
    expect(await runHere(inputs, args)).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(top, { recursive: true }));

const files = ["a.rcp", "a.txt", "a.safetensors", "a.onnx", "m.rcp", "m.safetensors"];
const reading: readonly (readonly string[])[] = [
  ...[...files, "p.rcpd"].flatMap((name) => [
    ["inspect", name],
    ["inspect", name, "--json"],
  ]),
  ...files.map((name) => ["convert", name, "out.rcp"]),
  ["convert", "m.rcp", "out.safetensors"],
  ["convert", "m.rcp", "out.onnx"],
  ["diff", "a.rcp", "b.rcp", "out.rcpd"],
  ["apply", "a.rcp", "p.rcpd", "out.rcp"],
  ["evaluate", "m.rcp", "table.csv"],
  ["evaluate", "m.safetensors", "table.csv", "--json"],
  ["evaluate", "i.rcp", "images"],
  ["predict", "m.rcp", "table.csv"],
  ["predict", "i.rcp", "images/left", "0.png"],
  ["prune", "m.rcp", "--to", "50%", "--data", "table.csv", "--out", "out.rcp"],
  ["train", "table.csv", "--label", "answer", ...quick, "--out", "out.rcp"],
];
const cases = reading.flatMap((args) =>
  args.flatMap((word, place) =>
    place > 0 && /^(?!out)\w+\.\w+$/.test(word) ? [{ command: args.join(" "), args, name: word }] : [],
  ),
);

describe.skipIf(process.platform === "win32")("a FIFO as an input", () => {
  it.each(cases)("reciprocal $command, of $name", async ({ args, name }) => {
    const [plain, piped] = ["plain", "piped"].map((kind) => {
      const folder = mkdtempSync(join(top, `${kind}-`));
      for (const word of readdirSync(inputs)) symlinkSync(join(inputs, word), join(folder, word));
      return folder;
    }) as [string, string];
    const path = join(piped, name);
    rmSync(path);
    execFileSync("mkfifo", [path]);
    // who opens the FIFO once more finds nothing in it, so that a test fails and does not hang
    const writer = spawn("sh", [
      "-c",
      'cat "$0" > "$1"; while : > "$1"; do :; done',
      join(inputs, name),
      path,
    ]);
    onTestFinished(() => void writer.kill());

    const ended = await runHere(plain, args);
    expect(ended).toMatchObject({ code: 0 });
    expect(await runHere(piped, args)).toEqual(ended);
    const written = (folder: string) => [...treeOf(folder)].filter(([file]) => file.startsWith("out."));
    expect(written(piped)).toEqual(written(plain));
  });
});
