import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build, defaultClientConditions } from "vite";

export interface BuildPageOptions {
  /** Files to lie beside the page under their own names, such as `.wasm` files; default none. */
  assets?: readonly string[];
  /** Whether to minify as for production; default true. */
  minify?: boolean;
}

export interface BuiltPage {
  /** Holds `index.html`, `page.js` and the assets. */
  folder: string;
  /** Deletes the folder. */
  remove: () => void;
}

/**
 * Bundles a module with vite, as for production, into a temporary folder with an empty page that runs it.
 *
 * @param entry - path of a module in TypeScript or JavaScript
 */
export async function buildPage(
  entry: string,
  { assets = [], minify = true }: BuildPageOptions = {},
): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), "reciprocal-page-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      configFile: false,
      logLevel: "silent",
      publicDir: false,
      resolve: { conditions: ["source", ...defaultClientConditions] },
      build: {
        ...{ outDir: folder, emptyOutDir: false, minify, chunkSizeWarningLimit: Infinity },
        rollupOptions: { input: entry, output: { entryFileNames: "page.js" } },
      },
    });
    for (const asset of assets) copyFileSync(asset, join(folder, basename(asset)));
    const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="page.js"></script>`;
    writeFileSync(join(folder, "index.html"), html);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
