import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";

const packages = publicPackages(root).map(({ directory, manifest }) => ({
  ...{ directory, manifest },
  short: manifest.name.replace("@reciprocal/", ""),
}));

/** What each package asks for besides our own: `[dependency, package, kind]`. */
function asked() {
  return packages.flatMap(({ manifest, short }) => {
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
      peerDependenciesMeta,
    } = manifest;
    const kindOfPeer = (name) => (peerDependenciesMeta?.[name]?.optional ? "optional peer" : "peer");
    return [
      ...Object.keys(dependencies).map((name) => [name, short, "runtime"]),
      ...Object.keys(optionalDependencies).map((name) => [name, short, "optional"]),
      ...Object.keys(peerDependencies).map((name) => [name, short, kindOfPeer(name)]),
    ].filter(([name]) => !name.startsWith("@reciprocal/"));
  });
}

/** The rows of the table of DEPENDENCIES.md. */
function rows() {
  const text = readFileSync(resolve(root, "DEPENDENCIES.md"), "utf8");
  return text
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name, of, why]) => ({ name: name.replaceAll("`", ""), of, why }));
}

/** `tfjs`: peer; `cli`: optional peer, as [package, kind] each. */
function usersOf(of) {
  return of.split(";").flatMap((part) => {
    const [names, kind = "runtime"] = part.split(":");
    return [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => [name, kind.trim()]);
  });
}

/** The folder of a package as Node finds it from another one. */
function folderOf(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = resolve(folder, "node_modules", name);
    if (existsSync(resolve(found, "package.json"))) return realpathSync(found);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Everything that these packages bring, with the folders of what needs it. */
function installed(names, from, found = new Map()) {
  for (const name of names) {
    const folder = folderOf(name, from);
    if (!folder || found.has(folder)) continue; // not for this platform
    const manifest = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
    found.set(folder, manifest);
    const { dependencies = {}, optionalDependencies = {} } = manifest;
    installed(Object.keys({ ...dependencies, ...optionalDependencies }), folder, found);
  }
  return found;
}

/** Whether an installation would run something of a package, had npm its way. */
function runsScripts(folder, { scripts = {} }) {
  const hooks = ["preinstall", "install", "postinstall"];
  return hooks.some((hook) => scripts[hook] !== undefined) || existsSync(resolve(folder, "binding.gyp"));
}

describe("DEPENDENCIES.md", () => {
  it("gives a reason for each dependency of each published package, and for no other", () => {
    const said = rows().flatMap(({ name, of }) => usersOf(of).map(([user, kind]) => [name, user, kind]));
    const inWords = (list) => list.map((one) => one.join(" of ")).sort();
    expect(inWords(said)).toEqual(inWords(asked()));
    expect(new Set(rows().map(({ name }) => name)).size).toBe(rows().length);
    for (const { name, why } of rows()) expect(why.length, name).toBeGreaterThan(15);
  });

  it("names the licenses that a release permits", async () => {
    const { permitted } = await import("./bill-of-materials.mjs");
    const text = readFileSync(resolve(root, "DEPENDENCIES.md"), "utf8");
    for (const license of permitted) expect(text).toContain(license.replace(/-\d-Clause$/, ""));
  });
});

describe("install scripts", () => {
  const withScripts = (kinds) => {
    const names = packages.flatMap(({ directory, short }) =>
      asked()
        .filter(([, user, kind]) => user === short && kinds.includes(kind))
        .map(([name]) => [name, resolve(root, directory)]),
    );
    const found = new Map();
    for (const [name, from] of names) installed([name], from, found);
    expect(found.size).toBeGreaterThan(3);
    return [...found]
      .filter(([folder, manifest]) => runsScripts(folder, manifest))
      .map(([, { name }]) => name);
  };

  it("are in nothing that is installed with a package", () => {
    expect(withScripts(["runtime", "optional", "peer"])).toEqual([]);
  });

  it("are in no optional peer but those that are named, and are off here", () => {
    const found = withScripts(["optional peer"]);
    const text = readFileSync(resolve(root, "DEPENDENCIES.md"), "utf8");
    const settings = parse(readFileSync(resolve(root, "pnpm-workspace.yaml"), "utf8"));
    expect(settings.onlyBuiltDependencies).toEqual([]);
    expect([...new Set(found)].sort()).toEqual(["onnxruntime-node", "protobufjs"]);
    for (const name of found) {
      expect(text).toContain(`\`${name}\``);
      expect(settings.ignoredBuiltDependencies).toContain(name);
    }
  });
});
