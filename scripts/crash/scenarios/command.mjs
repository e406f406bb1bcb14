import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createModel, encodeModel } from "../../../packages/model/dist/index.js";
import { createNetwork, encodeNetwork } from "../../../packages/network/dist/index.js";
import { root } from "../../pnpm.mjs";
import { outputs } from "../write-over.mjs";

const program = resolve(root, "packages/cli/dist/bin.js");
const writeOver = resolve(root, "scripts/crash/write-over.mjs");

const network = (seed) =>
  createNetwork({
    inputShape: 100,
    layers: [
      { kind: "dense", units: 300, activation: "relu" },
      { kind: "dense", units: 10, activation: "softmax" },
    ],
    seed,
  });

export const command = {
  name: "command",
  about:
    "commands that write over files and a folder; old or new is there, whole, and what else is there stays",
  prepare(folder) {
    mkdirSync(join(folder, "in"));
    mkdirSync(join(folder, "expected"));
    for (const [index, name] of ["a", "b", "c"].entries()) {
      const made = network(index);
      writeFileSync(join(folder, "in", `${name}.rcp`), encodeNetwork(made));
      const input = { kind: "numbers" };
      const output = { kind: "classes", name: "digit", classes: [..."0123456789"] };
      if (name !== "c")
        writeFileSync(
          join(folder, "in", `${name}-model.rcp`),
          encodeModel(createModel({ network: made, input, output })),
        );
    }
    for (const name of ["a", "b"]) {
      const patch = ["diff", "in/c.rcp", `in/${name}.rcp`, `in/${name}.rcpd`];
      for (const args of [
        [program, ...patch],
        [writeOver, name],
      ])
        execFileSync(process.execPath, args, { cwd: folder, stdio: "ignore" });
      const held = Object.keys(outputs).map((target) => [target, contentOf(join(folder, target))]);
      writeFileSync(join(folder, "expected", `${name}.json`), JSON.stringify(Object.fromEntries(held)));
    }
    writeFileSync(join(folder, "model", "notes.txt"), "mine");
  },
  commands: (folder) => [{ args: [writeOver, "a", "b"], cwd: folder }],
  check(folder) {
    const expected = ["a", "b"].map((name) =>
      JSON.parse(readFileSync(join(folder, "expected", `${name}.json`), "utf8")),
    );
    for (const target of Object.keys(outputs)) {
      const held = contentOf(join(folder, target));
      if (!expected.some((whole) => whole[target] === held))
        throw new Error(`${target} is neither old nor new`);
    }
    if (readFileSync(join(folder, "model", "notes.txt"), "utf8") !== "mine")
      throw new Error("model/notes.txt changed");
  },
  result: (folder) => Object.keys(outputs).map((target) => contentOf(join(folder, target))),
};

/** A file, or the model in a folder as its description leads to it; names in it count the layers that a process has made. */
function contentOf(path) {
  if (!existsSync(join(path, "model.json"))) return readFileSync(path).toString("base64");
  const text = readFileSync(join(path, "model.json"), "utf8");
  const files = JSON.parse(text).weightsManifest.flatMap(({ paths }) => paths);
  return [
    text.replace(/\d+(?=["/])/g, ""),
    ...files.map((name) => readFileSync(join(path, name)).toString("base64")),
  ].join();
}
