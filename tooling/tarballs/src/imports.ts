import { posix } from "node:path";
import ts from "typescript";

export interface Imports {
  /** Names of packages, without those of Node. */
  readonly packages: string[];
  /** Relative paths. */
  readonly files: string[];
}

/** What a module or a declaration file imports or refers to. */
export function importsOf(text: string): Imports {
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  const names = [...importedFiles, ...typeReferenceDirectives].map(({ fileName }) => fileName);
  return {
    packages: names
      .filter((name) => !/^(\.|#|node:)/.test(name))
      .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/")),
    files: names.filter((name) => name.startsWith(".")),
  };
}

/** A declaration file and all that it leads to. */
export function declarationsFrom(entry: string, texts: ReadonlyMap<string, string>): Set<string> {
  const found = new Set([entry]);
  for (const file of found) {
    for (const path of importsOf(texts.get(file)!).files)
      found.add(posix.join(posix.dirname(file), path.replace(/\.js$/, ".d.ts")));
  }
  return found;
}
