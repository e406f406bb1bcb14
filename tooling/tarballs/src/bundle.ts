import { join } from "node:path";
import { rolldown } from "rolldown";

export interface Bundle {
  readonly code: string;
  /** Paths of the modules that went into it. */
  readonly modules: readonly string[];
}

export interface BundleOptions {
  /** What is imported instead of bundled, beside Node's own modules; default nothing. */
  readonly external?: (name: string) => boolean;
  /** Default true. */
  readonly minify?: boolean;
}

/** Bundles a module, given as text, as Vite does for a page, with the packages that are installed in a folder. */
export async function bundle(
  code: string,
  folder: string,
  { external = () => false, minify = true }: BundleOptions = {},
): Promise<Bundle> {
  const entry = join(folder, "entry.js"); // that is nowhere but here
  const build = await rolldown({
    ...{ input: entry, platform: "browser", logLevel: "silent" },
    external: (id, _importer, isResolved) => !isResolved && (id.startsWith("node:") || external(id)),
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
  });
  const { output } = await build.generate({ minify, codeSplitting: false });
  await build.close();
  return { code: output[0].code, modules: output[0].moduleIds };
}
