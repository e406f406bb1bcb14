import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const native = /^(sharp|onnxruntime-|@tensorflow\/)/;

/**
 * Bundles the program and its worker from the sources of all packages, so that nothing must be built before, and a thread
 * can run them.
 *
 * @returns the addresses of both, and what removes them
 */
export async function bundleFuzz() {
  const dist = join(import.meta.dirname, "dist");
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, "program-")); // two may run at a time
  const build = await rolldown({
    input: {
      main: join(import.meta.dirname, "src/main.ts"),
      worker: join(import.meta.dirname, "src/worker.ts"),
    },
    ...{ platform: "node", logLevel: "silent" },
    resolve: { conditionNames: ["source", "node", "import", "default"] },
    external: (id, _importer, isResolved) => !isResolved && (id.startsWith("node:") || native.test(id)),
  });
  await build.write({ dir: folder, format: "esm", sourcemap: true });
  await build.close();
  const address = (name) => pathToFileURL(join(folder, name));
  return {
    main: address("main.js"),
    worker: address("worker.js"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
