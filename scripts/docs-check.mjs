import "./end-with-parents.mjs";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import {
  extractExamples,
  extractSnippets,
  findLogs,
  instrument,
  keepsPromise,
  updateComments,
} from "./docs-snippets.mjs";
import { extractSessions, keepsOutput, sessionLines } from "./docs-sessions.mjs";
import { root } from "./pnpm.mjs";

/**
 * Type-checks every `ts` block of the READMEs, CONTRIBUTING.md and the pages of the docs, and every `@example` of the
 * packages' docstrings, against the built packages, runs it unless it says `ts no-run`, and compares every `// =>` comment
 * with what the log before it printed; with `update`, writes what was printed into them instead. A block of a page is a
 * program of its own; the examples of one package run in turn in one program. Blocks of the docs and examples run beside
 * the files that the site offers for download. The commands of `console` blocks run too, in a folder of their page with copies of these files,
 * and their standard output is compared. Counts blocks. Needs the packages built.
 */
export function checkDocs({ update = false, only = [] } = {}) {
  const isIn = (page, path) => page === path || page.startsWith(path + sep);
  const all = listPages();
  const unknown = only.filter((path) => !all.some((page) => isIn(relative(root, page), path)));
  if (unknown.length > 0) throw new Error(`docs-check: nothing is checked in ${unknown.join(", ")}`);
  const pages = all.filter(
    (page) => only.length === 0 || only.some((path) => isIn(relative(root, page), path)),
  );
  const snippets = pages.flatMap(readSnippets);
  const folders = new Set(snippets.map(({ folder }) => folder));
  try {
    for (const folder of folders) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
    }
    for (const snippet of snippets) writeFileSync(snippet.path, snippet.code);
    const typeProblems = typeCheck(snippets);
    for (const snippet of snippets) snippet.problems = typeProblems.get(snippet.path) ?? [];
    const ready = snippets.filter(({ problems, runs }) => problems.length === 0 && runs);
    for (const program of new Set(ready.map(({ program }) => program)))
      runProgram(
        ready.filter((snippet) => snippet.program === program),
        update,
      );
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
  const blocks = [...snippets, ...pages.flatMap((page) => runSessions(page, update))];
  if (update) writeUpdates(blocks);
  for (const problem of blocks.flatMap(({ problems }) => problems)) console.error(problem);
  const failed = blocks.filter(({ problems }) => problems.length > 0).length;
  return { passed: blocks.length - failed, failed };
}

const docs = resolve(root, "apps/docs/pages");
/** Pages that the site makes from others and from docstrings. */
const generated = /^(api|packages|results)[\\/]/;

function listPages() {
  const packages = ["packages", "apps"].flatMap((parent) =>
    readdirSync(resolve(root, parent)).map((name) => resolve(root, parent, name, "README.md")),
  );
  const pages = readdirSync(docs, { recursive: true })
    .filter((name) => name.endsWith(".md") && !generated.test(name))
    .map((name) => resolve(docs, name));
  return [
    ...[resolve(root, "README.md"), resolve(root, "CONTRIBUTING.md"), ...packages, ...pages].filter((page) =>
      existsSync(page),
    ),
    ...listSources(),
  ];
}

/** The sources of the packages that have examples. */
function listSources() {
  const packages = resolve(root, "packages");
  return readdirSync(packages).flatMap((name) => {
    const folder = resolve(packages, name, "src");
    return readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => resolve(folder, file))
      .filter((file) => readFileSync(file, "utf8").includes("* @example"));
  });
}

/** Snippets go beside the package.json they resolve imports from; root pages use that of the bench, which knows them all. */
function readSnippets(page) {
  const isDocs = page.startsWith(docs);
  const isSource = page.endsWith(".ts");
  const [top, name] = relative(root, page).split(sep);
  const home = isDocs
    ? dirname(docs)
    : dirname(page) === root
      ? resolve(root, "apps/bench")
      : resolve(root, top, name);
  const folder = resolve(home, ".docs-check");
  const cwd = isDocs || isSource ? resolve(docs, "public") : folder;
  const prefix = relative(root, page).replaceAll(/[^\w]+/g, "-");
  const blocks = (isSource ? extractExamples : extractSnippets)(readFileSync(page, "utf8"));
  return blocks.map((block) => {
    const path = resolve(folder, `${prefix}-${block.line}.ts`);
    return { ...block, page, folder, cwd, path, program: isSource ? folder : path, problems: [] };
  });
}

/** Problems by file, over one program of all snippets: the repository's settings without those that burden readers. */
function typeCheck(snippets) {
  const { config } = ts.readConfigFile(resolve(root, "tsconfig.base.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(
    snippets.map(({ path }) => path),
    {
      ...options,
      ...{ noEmit: true, noUncheckedIndexedAccess: false, exactOptionalPropertyTypes: false },
      customConditions: [], // what readers get, not the sources
    },
  );
  const problems = new Map();
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n  ");
    const snippet = snippets.find(({ path }) => file && resolve(file.fileName) === path);
    if (!snippet) throw new Error(`docs-check: ${file?.fileName ?? "type check"}: ${text}`);
    const { line } = file.getLineAndCharacterOfPosition(start);
    problems.set(snippet.path, [...(problems.get(snippet.path) ?? []), `${place(snippet, line)}: ${text}`]);
  }
  return problems;
}

/** Runs snippets in turn in one program, and compares or updates what each promises. */
function runProgram(snippets, update) {
  const [{ folder, cwd }] = snippets;
  const programOf = ({ path }) => path.replace(/\.ts$/, ".js");
  for (const snippet of snippets) writeFileSync(programOf(snippet), instrument(snippet.code, snippet.path));
  const start = resolve(folder, "run.js");
  writeFileSync(
    start,
    `import { writeSync } from "node:fs";
    const tell = (record) => writeSync(3, JSON.stringify(record) + "\\n");
    for (const [path, program] of ${JSON.stringify(snippets.map((snippet) => [snippet.path, pathToFileURL(programOf(snippet)).href]))})
      await import(program).then(() => tell([path]), (error) => tell([path, String(error?.stack ?? error)]));`,
  );
  const run = spawnSync(process.execPath, [start], {
    cwd,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
    timeout: 300_000,
  });
  const records = run.output[3]
    .split("\n")
    .filter(Boolean)
    .map((record) => JSON.parse(record));
  const ended = new Map(records.filter(({ length }) => length < 3));
  // what fails beside its lines, or after the last of them, fails the first that did not end, or the last
  const culprit = snippets.find(({ path }) => !ended.has(path)) ?? snippets.at(-1);
  for (const snippet of snippets) {
    const error = ended.get(snippet.path);
    if (snippet === culprit && run.status !== 0) {
      const reason = run.error?.message ?? `exit code ${run.status ?? run.signal}`;
      snippet.problems.push(
        `${place(snippet, 0)}: the block did not run (${reason})\n${run.stdout}${run.stderr}`,
      );
    } else if (error !== undefined || !ended.has(snippet.path)) {
      const reason = error ?? `it stands behind ${place(culprit, 0)} in one program, which ended there`;
      snippet.problems.push(`${place(snippet, 0)}: the block did not run: ${reason}`);
    } else {
      compareLogs(
        snippet,
        records.filter(([path]) => path === snippet.path),
        update,
      );
    }
  }
}

function compareLogs(snippet, records, update) {
  const logs = findLogs(snippet.code);
  const printed = logs.map(() => []);
  for (const [, index, text] of records.filter((record) => record.length === 3))
    printed[index].push(...text.split("\n").map((line) => line.trimEnd()));
  if (update) snippet.updated = updateComments(snippet.code, printed);
  else for (const [index, log] of logs.entries()) compare(snippet, log, printed[index]);
}

/** What is typed on a page is typed in one folder, from its first block to its last. */
function runSessions(page, update) {
  const sessions = extractSessions(readFileSync(page, "utf8"));
  if (sessions.length === 0) return [];
  const top = mkdtempSync(join(tmpdir(), "docs-check-"));
  try {
    const [programs, folder] = [join(top, "programs"), join(top, "folder")];
    mkdirSync(programs);
    mkdirSync(folder);
    const bin = resolve(root, "packages/cli/dist/bin.js");
    writeFileSync(join(programs, "reciprocal"), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, {
      mode: 0o755,
    });
    const files = join(docs, "public");
    for (const name of readdirSync(files).filter((name) => name.endsWith(".csv")))
      copyFileSync(join(files, name), join(folder, name));
    const env = { ...process.env, NO_COLOR: "1", PATH: `${programs}${delimiter}${process.env.PATH}` };
    return sessions.map((session) => runSession({ page, ...session }, { cwd: folder, env, update }));
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}

function runSession({ page, line, commands }, { cwd, env, update }) {
  const code = sessionLines(
    commands,
    commands.map(({ expected }) => expected),
  ).join("\n");
  const block = { page, line, code, problems: [] };
  const printed = commands.map(({ command, line }) => {
    const run = spawnSync(command, { shell: true, cwd, env, encoding: "utf8", timeout: 300_000 });
    if (run.status !== 0) {
      const reason = run.error?.message ?? `exit code ${run.status ?? run.signal}`;
      block.problems.push(`${relative(root, page)}:${line}: the command failed (${reason})\n${run.stderr}`);
    }
    return run.stdout
      .split("\n")
      .slice(0, -1)
      .map((text) => text.trimEnd());
  });
  if (update && block.problems.length === 0) block.updated = sessionLines(commands, printed).join("\n");
  else if (!update)
    commands.forEach(({ line, expected }, index) => {
      if (keepsOutput(expected, printed[index])) return;
      block.problems.push(differs(`${relative(root, page)}:${line}: the output`, expected, printed[index]));
    });
  return block;
}

function compare(snippet, { line, expected }, printed) {
  if (expected.length === printed.length && expected.every((text, i) => keepsPromise(text, printed[i])))
    return;
  snippet.problems.push(differs(`${place(snippet, line)}: the // => comment`, expected, printed));
}

function differs(what, expected, printed) {
  const show = (lines) => (lines.length === 0 ? " nothing" : lines.map((text) => `\n    ${text}`).join(""));
  return `${what} differs (docs-check --update rewrites it)\n  expected:${show(expected)}\n  got:${show(printed)}`;
}

function writeUpdates(snippets) {
  for (const page of new Set(snippets.map((snippet) => snippet.page))) {
    const lines = readFileSync(page, "utf8").split("\n");
    const own = snippets.filter((snippet) => snippet.page === page);
    for (const { line, code, before = "", updated } of own.reverse()) {
      if (updated === undefined) continue;
      const now = updated.split("\n").map((text) => `${before}${text}`.trimEnd());
      lines.splice(line - 1, code.split("\n").length, ...now);
    }
    writeFileSync(page, lines.join("\n"));
  }
}

function place({ page, line }, offset) {
  return `${relative(root, page)}:${line + offset}`;
}

// docs-check [--update] [page …]
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  const only = args.filter((arg) => arg !== "--update").map((page) => relative(root, resolve(page)));
  const { passed, failed } = checkDocs({ update: args.includes("--update"), only });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
