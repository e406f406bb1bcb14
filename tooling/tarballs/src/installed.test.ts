import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type typescript from "typescript";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { bundle, type Bundle } from "./bundle.js";
import { checkTypes } from "./check-types.js";
import { installConsumer, type Consumer } from "./install-consumer.js";
import { measureSizes, type Sizes } from "./measure-sizes.js";
import { entryPointsOf, readTarballs } from "./read-tarballs.js";

const ceilings = JSON.parse(
  readFileSync(join(import.meta.dirname, "../size-ceilings.json"), "utf8"),
) as Readonly<Record<string, Sizes>>;
const tarballs = await readTarballs(inject("tarballs"));
const names = tarballs.map(({ manifest }) => manifest.name);
const entryPoints = tarballs.flatMap(({ manifest }) => entryPointsOf(manifest).map(({ name }) => name));

describe("all packages in an empty folder", { timeout: 900_000 }, () => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await installConsumer("everything", { registry: inject("registry") });
  }, 900_000);
  afterAll(() => consumer?.remove());

  it.each(["nodenext", "bundler"] as const)(
    "have types that a strict TypeScript takes, by %s",
    (resolution) => {
      expect(checkTypes(entryPoints, consumer.folder, resolution)).toEqual([]);
    },
  );

  it("have types that the lowest version of TypeScript takes which the README names", () => {
    // that of the consumer
    const lowest = createRequire(join(consumer.folder, "package.json"))("typescript") as typeof typescript;
    const readme = readFileSync(join(import.meta.dirname, "../../../README.md"), "utf8");
    expect(readme).toContain(`TypeScript ${lowest.versionMajorMinor} or later`);
    expect(checkTypes(entryPoints, consumer.folder, "nodenext", lowest)).toEqual([]);
  });

  it("are no larger than their ceilings", async () => {
    const table: Record<string, Sizes> = {};
    for (const tarball of tarballs)
      table[tarball.manifest.name] = await measureSizes(tarball, consumer.folder);
    console.table(table); // for those who set ceilings
    expect(Object.keys(ceilings)).toEqual(names);
    const passed = names.flatMap((name) =>
      (Object.keys(table[name]!) as (keyof Sizes)[])
        .filter((size) => !(table[name]![size] <= ceilings[name]![size]))
        .map((size) => `${name}: ${size} may be ${ceilings[name]![size]} kB, got ${table[name]![size]} kB`),
    );
    expect(passed).toEqual([]);
  });

  describe("bring no more than what is imported from them:", () => {
    const bundleOf = async (name: string, from: string): Promise<Bundle> =>
      bundle(`export { ${name} } from "${from}";`, consumer.folder, { minify: false });

    it("of spectral, only what takes or gives a matrix brings ml-matrix, and only what needs it a decomposition", async () => {
      const program = `import * as all from "@reciprocal/spectral"; console.log(JSON.stringify(Object.keys(all)));`;
      const names = JSON.parse(await consumer.run("--input-type=module", "-e", program)) as string[];
      const brought: Record<string, string[]> = {};
      for (const name of names) {
        const { code, modules } = await bundleOf(name, "@reciprocal/spectral");
        if (!modules.some((path) => path.includes("ml-matrix"))) continue;
        brought[name] = [...code.matchAll(/(\w+Decomposition|nipals) = class/g)].map(([, found]) => found!);
      }
      expect(brought).toEqual({
        eigenvectors: [],
        fromTransferOperator: [],
        inverseEigenvectors: [],
        singularValues: ["SingularValueDecomposition"],
        spectralKernel: [],
        svd: ["SingularValueDecomposition"],
        thinLq: [],
        thinQr: [],
        transferOperator: [],
      });
    });

    it.each(["createNetwork", "forward", "toDense"])(
      "%s of network brings nothing but ours",
      async (name) => {
        const { modules } = await bundleOf(name, "@reciprocal/network");
        expect(modules.filter((path) => !/@reciprocal|entry\.js$/.test(path))).toEqual([]);
      },
    );

    it("training has nothing of what it offers beside its main entry point, nor that of training", async () => {
      const peers = { external: (name: string) => name.startsWith("onnxruntime") };
      const modulesOf = async (name: string) =>
        (await bundle(`export * from "${name}";`, consumer.folder, peers)).modules;
      const main = await modulesOf("@reciprocal/training");
      expect(main.filter((path) => /crc-32|[\\/](progress|tensorboard)[\\/]/.test(path))).toEqual([]);
      for (const name of ["progress", "tensorboard"]) {
        const beside = await modulesOf(`@reciprocal/training/${name}`);
        expect(beside.filter((path) => /[\\/](fit|trainer|engine|onnx|graph)[\\/]/.test(path))).toEqual([]);
      }
    });
  });
});
