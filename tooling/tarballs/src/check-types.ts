import { writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const resolutions = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/**
 * What a strict TypeScript has to say of a program that imports all of these packages, installed in a folder, of the
 * declarations of others only what makes ours wrong: `skipLibCheck` is off, and errors in the files of others are left
 * out. No types are there that the packages do not bring, not those of Node either. The compiler is the one of this
 * repository unless another is given.
 */
export function checkTypes(
  names: readonly string[],
  folder: string,
  resolution: "nodenext" | "bundler",
  compiler: typeof ts = ts,
): string[] {
  const entry = join(folder, `${resolution}.ts`);
  const lines = names.map((name, i) => `import * as p${i} from "${name}";\nexport const v${i} = p${i};\n`);
  writeFileSync(entry, lines.join(""));
  const program = compiler.createProgram([entry], {
    ...resolutions[resolution],
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
    ...{ target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] },
    skipLibCheck: false,
  });
  return compiler
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => !file || /node_modules[\\/]@reciprocal|^(?!.*node_modules)/.test(file.fileName))
    .map(
      ({ file, messageText }) =>
        `${file?.fileName}: ${compiler.flattenDiagnosticMessageText(messageText, " ")}`,
    );
}
