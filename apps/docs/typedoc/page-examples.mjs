import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { extractSnippets } from "../../../scripts/docs-snippets.mjs";

/** Lines of a block that still is an example; a longer one is a program. */
const longest = 20;

/**
 * The shortest block of the READMEs and guide pages that runs and calls a function, for every function: a map from
 * `@reciprocal/network createNetwork` to `{ code, title, link }`, its section on the site.
 */
export function pageExamples(root) {
  const shortest = new Map();
  for (const { file, page } of pagesOf(root)) {
    const markdown = readFileSync(file, "utf8");
    for (const { line, runs, code } of extractSnippets(markdown)) {
      const length = code.split("\n").length;
      if (!runs || length > longest) continue;
      const example = { code, length, ...sectionOf(markdown, line, page) };
      for (const name of calledNames(code)) {
        if (length < (shortest.get(name)?.length ?? Infinity)) shortest.set(name, example);
      }
    }
  }
  return shortest;
}

/** READMEs before guides: the first of two blocks of one length is taken. */
function pagesOf(root) {
  const packages = join(root, "packages");
  const readmes = readdirSync(packages)
    .map((name) => ({ file: join(packages, name, "README.md"), page: `/packages/${name}.md` }))
    .filter(({ file }) => existsSync(file));
  const pages = join(root, "apps/docs/pages");
  const guides = readdirSync(pages, { recursive: true })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".md") && !/^(api|packages|results)$/.test(dirname(name).split("/")[0]))
    .sort()
    .map((name) => ({ file: join(pages, name), page: `/${name}` }));
  return [...readmes, ...guides];
}

/** The heading above a line (from 1), and where the site has it. */
function sectionOf(markdown, line, page) {
  let [heading, isCode] = [undefined, false];
  for (const text of markdown.split("\n").slice(0, line - 1)) {
    if (text.startsWith("```")) isCode = !isCode;
    const match = isCode ? undefined : /^(#+) (.+)$/.exec(text);
    if (match) heading = { level: match[1].length, title: match[2].replaceAll(/[`*]/g, "") };
  }
  if (heading === undefined) throw new Error(`${page}: the block at line ${line} has no heading above it`);
  const { level, title } = heading;
  return { title, link: level === 1 ? page : `${page}#${slugify(title)}` };
}

/** `module name` of every imported function or class that a program calls or builds. */
export function calledNames(code) {
  const source = ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest);
  const imported = new Map();
  for (const statement of source.statements) {
    const bindings = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements)
      imported.set(name.text, `${statement.moduleSpecifier.text} ${(propertyName ?? name).text}`);
  }
  const called = new Set();
  const visit = (node) => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression)) {
      const name = imported.get(node.expression.text);
      if (name) called.add(name);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return called;
}

/** The anchor that VitePress gives a heading. */
function slugify(title) {
  return title
    .normalize("NFKD")
    .replace(/[\u0300-\u036F]/g, "")
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .replace(/^(\d)/, "_$1")
    .toLowerCase();
}
