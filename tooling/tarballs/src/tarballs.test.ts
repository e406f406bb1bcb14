import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { describe, expect, inject, it } from "vitest";
import { effectsOf } from "./effects-of.js";
import { declarationsFrom, importsOf } from "./imports.js";
import { entryPointsOf, readTarballs } from "./read-tarballs.js";

const root = join(import.meta.dirname, "../../..");
const tarballs = await readTarballs(inject("tarballs"));

describe.each(tarballs)("tarball of $manifest.name", ({ bytes, manifest, texts }) => {
  const source = join(root, "packages", manifest.name.replace("@reciprocal/", ""), "src");
  const files = [...texts.keys()];
  const browserFile = manifest.unpkg?.replace("./", "");

  it("gives publint nothing to say", async () => {
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it("has types that fit the code, for bundlers and for modules of Node", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(bytes));
    // What is left out concerns resolution from CommonJS as it was before Node 20.19 and 22.12 could require modules;
    // the consumer `commonjs` does that.
    if (!analysis.types) throw new Error("no types");
    const problems = analysis.problems.filter(
      (problem) =>
        !("resolutionKind" in problem && ["node10", "node16-cjs"].includes(problem.resolutionKind)),
    );
    expect(problems).toEqual([]);
  });

  it("has its README, the license, and beside them only what sources became", () => {
    const known = ["package.json", "README.md", "LICENSE", "CHANGELOG.md"];
    const strays = files.filter((file) => {
      if (known.includes(file) || file === browserFile) return false;
      const [, path] = /^dist\/(.+?)(?:\.d\.ts|\.js)$/.exec(file) ?? [];
      if (path === undefined || /\.test$|^testing\//.test(path)) return true;
      const [, tool, part] = /^internal\/([^/]+)\/(.+)$/.exec(path) ?? []; // what is taken in from a private package
      const isTool = tool !== undefined && existsSync(join(root, "tooling", tool, "src", `${part}.ts`));
      return !isTool && !existsSync(join(source, `${path}.ts`));
    });
    expect(strays).toEqual([]);
    expect(files).toContain("README.md");
    expect(texts.get("LICENSE")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
  });

  it("says what it is, what it exports and whether an import alone does anything", () => {
    for (const field of ["version", "description", "keywords", "license", "engines"])
      expect(manifest).toHaveProperty(field);
    expect(manifest.exports).toHaveProperty(["./package.json"]);
    for (const target of Object.values(manifest.exports))
      if (typeof target !== "string") expect(Object.keys(target)).toEqual(["types", "default"]);
    const { bin = {}, sideEffects } = manifest;
    // a program has an effect, that is its use; nothing else has
    expect(sideEffects).toEqual(Object.keys(bin).length === 0 ? false : Object.values(bin));
  });

  it("leads to no sources, which are not in it", () => {
    expect(texts.get("package.json")).not.toMatch(/"source"|\.\/src\//);
  });

  it("imports nothing that it does not depend on", () => {
    const known = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    // all code, and of the declarations those that the public ones lead to: TypeScript reads no others
    const code = files.filter((file) => file.endsWith(".js"));
    const declarations = entryPointsOf(manifest).flatMap(({ types }) => [...declarationsFrom(types, texts)]);
    const unknown = [...code, ...declarations].flatMap((file) =>
      importsOf(texts.get(file)!)
        .packages.filter((name) => !known.includes(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it("does nothing when it is imported, but define its names", () => {
    const { bin = {} } = manifest;
    const others = [...Object.values(bin), manifest.unpkg]; // the latter has the code of others in it
    const modules = files.filter((file) => file.endsWith(".js") && !others.includes(`./${file}`));
    expect(modules.flatMap((file) => effectsOf(file, texts.get(file)!))).toEqual([]);
  });

  it.runIf(browserFile !== undefined)("has one file for pages, which imports peers alone", () => {
    expect(manifest.jsdelivr).toBe(manifest.unpkg);
    const { packages, files } = importsOf(texts.get(browserFile!)!);
    const peers = Object.keys(manifest.peerDependencies ?? {});
    expect(packages.filter((name) => !peers.includes(name))).toEqual([]);
    expect(files).toEqual([]);
  });

  it("has a README whose links lead somewhere from npm too", () => {
    const links = [...texts.get("README.md")!.matchAll(/\]\(([^)\s]+)/g)].map(([, target]) => target);
    expect(links.filter((target) => !/^(https:|#)/.test(target!))).toEqual([]);
  });

  it("has a README that installs what its examples import", () => {
    const readme = texts.get("README.md")!;
    // a comment names the packages of a command that says where they are now
    const installed = [...readme.matchAll(/(?:npm install|<!-- install:) ([^`\n]+)/g)].flatMap(([, names]) =>
      names!.split(/\s+/),
    );
    const blocks = [...readme.matchAll(/^```ts.*\n([^]*?)^```/gm)].map(([, code]) => code!);
    expect(blocks.length).toBeGreaterThan(0);
    const imported = blocks.flatMap((code) => importsOf(code).packages);
    expect(imported.filter((name) => !installed.includes(name))).toEqual([]);
  });
});
