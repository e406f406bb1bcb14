import { existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const top = resolve(import.meta.dirname, "..");

/** Who may import whom among the parts, types included; tests may also use the tools and what package.json names. */
const arrows = {
  spectral: [],
  graph: ["spectral"],
  network: ["spectral"],
  datasets: ["spectral"],
  onnx: ["graph", "network", "spectral"],
  training: ["onnx", "graph", "network", "spectral"],
  model: ["training", "datasets", "network", "spectral"],
  pruning: ["onnx", "graph", "network", "spectral"],
  tfjs: ["network", "spectral"],
  cli: ["datasets", "model", "network", "onnx", "pruning", "tfjs", "training"],
};

const parts = ["packages", "apps", "tooling"].flatMap((parent) =>
  readdirSync(join(top, parent))
    .map((name) => ({ name, parent, folder: join(top, parent, name) }))
    .filter(({ folder }) => existsSync(join(folder, "package.json"))),
);

const isTest = (file) => /\.test(-data)?\.ts$|[\\/]testing[\\/]/.test(file);

describe.each(parts)("imports of $parent/$name", ({ name, parent, folder }) => {
  const files = modulesOf(folder);
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  const packagesIn = (filter) =>
    [...imports]
      .filter(([file]) => filter(file))
      .flatMap(([, names]) => names.filter((to) => !/^[.#]/.test(to)));

  it("have no cycle, not even of types", () => {
    const graph = new Map(
      files.map((file) => [
        file,
        imports
          .get(file)
          .filter((to) => to.startsWith("."))
          .map((to) => resolve(dirname(file), to.replace(/\.js$/, ".ts")))
          .filter((to) => imports.has(to)),
      ]),
    );
    expect(cyclesOf(graph)).toEqual([]);
  });

  it("lead to the parts that it may know", () => {
    const own = packagesIn((file) => parent === "tooling" || !isTest(file)).filter((to) =>
      to.startsWith("@reciprocal/"),
    );
    const found = [...new Set(own)].map(partOf);
    const wrong = found.filter((to) => {
      if (to.parent === "apps") return true; // no app is imported, not by apps either
      if (to.parent === "tooling")
        return parent === "packages" && !["files", "guards", "node-module"].includes(to.name);
      return parent === "packages" && !arrows[name]?.includes(to.name);
    });
    expect(wrong.map((to) => `${to.parent}/${to.name}`)).toEqual([]);
  });

  it.skipIf(parent !== "packages")("lead to a runtime only where one belongs", () => {
    const runtimes = packagesIn((file) => !isTest(file)).filter((to) =>
      /^(onnxruntime|@tensorflow\/)/.test(to),
    );
    const mayLoad = { training: /^onnxruntime/, tfjs: /^@tensorflow\//, cli: /^@tensorflow\// }[name];
    expect(runtimes.filter((to) => !mayLoad?.test(to))).toEqual([]);
  });
});

it("are read: there are some in every part", () => {
  const counts = parts.map(({ folder }) => modulesOf(folder).flatMap(importsOf).length);
  expect(Math.min(...counts)).toBeGreaterThan(2);
});

function partOf(name) {
  const part = parts.find(({ folder }) => name.split("/", 2).join("/") === manifestOf(folder).name);
  if (!part) throw new Error(`${name} is no part of this repository`);
  return part;
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function modulesOf(folder) {
  return ["src", "playground"]
    .map((name) => join(folder, name))
    .filter(existsSync)
    .flatMap((inner) =>
      readdirSync(inner, { recursive: true }).map((file) => realpathSync(join(inner, file))),
    )
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
}

/** What a module names in its imports, exports and dynamic imports, types included. */
function importsOf(file) {
  return ts
    .preProcessFile(readFileSync(file, "utf8"), true, true)
    .importedFiles.map(({ fileName }) => fileName);
}

/** Each strongly connected component of more than one module, as a line of its files. */
function cyclesOf(graph) {
  const state = new Map();
  const stack = [];
  const cycles = [];
  const visit = (file) => {
    const mine = { index: state.size, low: state.size, open: true };
    state.set(file, mine);
    stack.push(file);
    for (const to of graph.get(file)) {
      const theirs = state.get(to) ?? visit(to);
      if (theirs.open) mine.low = Math.min(mine.low, theirs.low);
    }
    if (mine.low === mine.index) {
      const members = stack.splice(stack.indexOf(file));
      for (const member of members) state.get(member).open = false;
      if (members.length > 1 || graph.get(file).includes(file))
        cycles.push(
          members
            .map((member) => relative(top, member))
            .sort()
            .join(" ↔ "),
        );
    }
    return mine;
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return cycles.sort();
}
