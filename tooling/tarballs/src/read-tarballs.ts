import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTarGzip } from "nanotar";

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  /** The file that CDNs serve under the name of the package alone. */
  readonly unpkg?: string;
  readonly jsdelivr?: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Tarball {
  /** Name of the file. */
  readonly file: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly manifest: Manifest;
  /** Texts of the files by their paths in the package. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Something that can be imported from a package. */
export interface EntryPoint {
  /** What an import names: `@reciprocal/training/progress`. */
  readonly name: string;
  /** Path in the package of its declarations. */
  readonly types: string;
}

/** The entry points with code of a package, the main one first. */
export function entryPointsOf({ name, exports }: Manifest): EntryPoint[] {
  return Object.entries(exports).flatMap(([path, target]) =>
    typeof target === "string"
      ? []
      : [{ name: path.replace(".", name), types: (target["types"] ?? "").replace("./", "") }],
  );
}

/** The tarballs in a folder, by name. */
export function readTarballs(folder: string): Promise<Tarball[]> {
  return Promise.all(
    readdirSync(folder)
      .sort()
      .map(async (file) => {
        const bytes = readFileSync(join(folder, file));
        const entries = await parseTarGzip(bytes);
        const texts = new Map(entries.map(({ name, text }) => [name.replace("package/", ""), text]));
        return { file, bytes, manifest: JSON.parse(texts.get("package.json")!) as Manifest, texts };
      }),
  );
}
