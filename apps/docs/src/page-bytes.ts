import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

interface Program {
  readonly code: string;
  /** The WebAssembly that it loads, in the folder `node_modules` of the site. */
  readonly engine?: string;
}

/** What a page may do, as a program that has all the code which that needs. */
const programs = {
  run: {
    code: `import { createPlainPredictor, decodeNetwork } from "@reciprocal/network";
export const predictorOf = (file) => createPlainPredictor(decodeNetwork(file));`,
  },
  train: {
    code: `export { createNetwork } from "@reciprocal/network"; export { fit } from "@reciprocal/training";`,
    engine: "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
  },
  tensorflow: {
    code: `import "@tensorflow/tfjs-backend-wasm";
export { setBackend, tensor } from "@tensorflow/tfjs-core";
export { sequential } from "@tensorflow/tfjs-layers";
export { spectralDense } from "@reciprocal/tfjs";`,
    engine: "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm",
  },
} satisfies Record<string, Program>;

/** `run` a network without an engine, `train` on ONNX Runtime, or train with `tensorflow`, TensorFlow.js. */
export type PageTask = keyof typeof programs;

export interface PageBytes {
  /** Of the code: one minified module with all that it needs, compressed by gzip. */
  readonly code: number;
  /** Of the WebAssembly, compressed by gzip; 0 without. */
  readonly engine: number;
}

const measured = new Map<string, Promise<PageBytes>>();

/**
 * Bytes that a page loads for a task. Bundled once, of the sources of the packages.
 *
 * @throws {RangeError} for a task that is none
 */
export function pageBytes(root: string, task: string): Promise<PageBytes> {
  if (!Object.hasOwn(programs, task))
    throw new RangeError(`pageBytes: task must be one of ${Object.keys(programs).join(", ")}, got ${task}`);
  const key = `${task} ${root}`;
  const bytes = measured.get(key) ?? measure(root, programs[task as PageTask]);
  measured.set(key, bytes);
  return bytes;
}

async function measure(root: string, { code, engine }: Program): Promise<PageBytes> {
  const entry = join(root, "apps/docs/program.js"); // that is nowhere but here
  const build = await rolldown({
    ...{ input: entry, platform: "browser", logLevel: "silent" },
    resolve: { conditionNames: ["source", "browser", "import"] },
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
    const file = engine && readFileSync(join(root, "apps/docs/node_modules", engine));
    return { code: zipped(output[0].code), engine: file ? zipped(file) : 0 };
  } finally {
    await build.close();
  }
}

function zipped(bytes: string | Buffer): number {
  return gzipSync(bytes, { level: 9 }).length;
}
