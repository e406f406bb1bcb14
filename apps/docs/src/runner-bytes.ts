import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { rolldown } from "rolldown";

/** A page that reads a network and answers with it, without an engine. */
const code = `import { createPlainPredictor, decodeNetwork } from "@reciprocal/network";
export const predictorOf = (file) => createPlainPredictor(decodeNetwork(file));`;

const measured = new Map<string, ReturnType<typeof measure>>();

/**
 * Bytes of the code that runs a network in a page: `decodeNetwork` and `createPlainPredictor` with all that they need, in one
 * minified module, and compressed by gzip. Bundled once, of the sources of the packages.
 */
export function runnerBytes(root: string): Promise<{ readonly minified: number; readonly gzip: number }> {
  const bytes = measured.get(root) ?? measure(root);
  measured.set(root, bytes);
  return bytes;
}

async function measure(root: string): Promise<{ readonly minified: number; readonly gzip: number }> {
  const entry = join(root, "apps/docs/runner.js"); // that is nowhere but here
  const build = await rolldown({
    ...{ input: entry, platform: "browser", logLevel: "silent" },
    resolve: { conditionNames: ["source", "import"] },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
  });
  try {
    const { output } = await build.generate({ minify: true, codeSplitting: false });
    const [{ code: minified }] = output;
    return { minified: Buffer.byteLength(minified), gzip: gzipSync(minified, { level: 9 }).length };
  } finally {
    await build.close();
  }
}
