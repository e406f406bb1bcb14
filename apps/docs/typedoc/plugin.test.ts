import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "reciprocal-typedoc-"));
const source = `
/** Wrong sizes. */
export class SizeError extends Error {}

/**
 * Halves.
 *
 * @throws {SizeError | TypeError} for odd numbers
 * @throws {RangeError} below zero
 * @throws as \`other\`
 */
export function half(n: number, { up = false }: { up?: boolean } = {}): number {
  return n / 2 + Number(up);
}

/**
 * Doubles.
 *
 * @param n - any number
 *
 * @example
 * console.log(double(2)); // => 4
 */
export function double(n: number): number {
  return 2 * n;
}

/**
 * Counts.
 *
 * @example
 * new Counter().up();
 */
export class Counter {
  /** Up by one. */
  up(): void {}
  /** Down by one. */
  down(): void {}
}

/**
 * Makes a counter.
 *
 * @example
 * counter();
 */
export function counter(): Counter {
  return new Counter();
}

/** What a cut is like. */
export interface Cut {
  readonly kind: "cut";
  /** Where. */
  readonly at: number;
  readonly deep: number;
}
`;

describe("typedoc-plugin", () => {
  let page: string;
  const warnings: string[] = [];
  beforeAll(async () => {
    mkdirSync(join(folder, "halves/src"), { recursive: true });
    mkdirSync(join(folder, "more/src"), { recursive: true });
    writeFileSync(join(folder, "halves/src/index.ts"), source);
    writeFileSync(join(folder, "more/src/index.ts"), "export const more = 1;");
    for (const name of ["halves", "more"])
      writeFileSync(
        join(folder, name, "package.json"),
        `{ "name": "@reciprocal/${name}", "version": "0.0.0" }`,
      );
    writeFileSync(join(folder, "tsconfig.json"), `{ "compilerOptions": { "types": [], "lib": ["es2022"] } }`);
    const app = await Application.bootstrapWithPlugins({
      plugin: [
        fileURLToPath(import.meta.resolve("typedoc-plugin-markdown")),
        resolve(import.meta.dirname, "./plugin.mjs"),
      ],
      entryPoints: [join(folder, "*/src/index.ts")],
      tsconfig: join(folder, "tsconfig.json"),
      preservedTypeAnnotationTags: ["@throws"],
      skipErrorChecking: true,
      readme: "none",
      outputs: [{ name: "markdown", path: join(folder, "out") }],
      router: "module-pages",
      sort: ["kind", "alphabetical"],
      kindSortOrder: ["Function", "Class", "Interface", "Variable"],
      groupOrder: ["Functions", "Classes", "*"],
      disableSources: true,
      logLevel: "Error",
    });
    app.logger.warn = (text: string) => warnings.push(text);
    const project = await app.convert();
    await app.generateOutputs(project!);
    page = readFileSync(join(folder, "out/halves.md"), "utf8"); // by the name of the package
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("lists what a function throws, with links to errors that the pages have", () => {
    expect(page).toContain(
      "### Throws\n\n- [SizeError](#sizeerror) or `TypeError` for odd numbers\n- `RangeError` below zero\n- as `other`\n",
    );
    expect(page.match(/# Throws/g)).toHaveLength(1);
  });

  it("warns of what has no text, and of nothing else", () => {
    expect(warnings.filter((text) => /has no (description|example)$/.test(text))).toEqual([
      "@reciprocal/halves half: the parameter n has no description",
      "@reciprocal/halves half: the parameter options has no description",
      "@reciprocal/halves half has no example",
      "@reciprocal/halves Counter has no example", // of down
      "@reciprocal/halves Cut.deep has no description",
      "@reciprocal/more more has no description",
    ]);
  });

  it("warns of files without a subject", () => {
    expect(warnings).toContain("@reciprocal/more more: src/index.ts has no subject in typedoc/subjects.mjs");
  });

  it("leads to the second of two headings that differ in case alone", () => {
    expect(page.indexOf("## counter()")).toBeLessThan(page.indexOf("## Counter\n"));
    expect(page).toContain("[`Counter`](#counter-1)");
  });

  it("calls options that are taken apart options", () => {
    expect(page).toContain("##### options?\n");
    expect(page).not.toContain("namedParameters");
  });
});
