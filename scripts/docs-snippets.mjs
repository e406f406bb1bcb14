import ts from "typescript";

/**
 * The `ts` blocks of a Markdown text: their code, the line (from 1) on which it begins, and whether it runs: a block that
 * needs a browser, or files of the reader's, says `ts no-run` and is type-checked only.
 */
export function extractSnippets(markdown) {
  const snippets = [];
  let open;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (open === undefined) {
      const match = /^```ts( no-run)?\s*$/.exec(line);
      if (match) open = { line: index + 2, runs: match[1] === undefined, code: [] };
    } else if (/^```\s*$/.test(line)) {
      snippets.push({ ...open, code: open.code.join("\n") });
      open = undefined;
    } else open.code.push(line);
  }
  if (open) throw new Error(`the ts block at line ${open.line - 1} has no end`);
  return snippets;
}

/**
 * The `@example` blocks of the docstrings of a TypeScript source, as `extractSnippets` gives those of a page, and what stands
 * before each of their lines. An example is code up to the next tag; one that says `ts no-run` stands in such a fence.
 */
export function extractExamples(source) {
  const lines = source.split("\n");
  const examples = [];
  for (const [index, line] of lines.entries()) {
    const before = /^(\s*\*) @example\s*$/.exec(line)?.[1];
    if (before === undefined) continue;
    const rest = lines.slice(index + 1);
    const code = rest
      .slice(
        0,
        rest.findIndex((text) => /^\s*\*(\/| @)/.test(text)),
      )
      .map((text) => text.replace(/^\s*\* ?/, ""));
    while (code.at(-1)?.trim() === "") code.pop();
    const fence = /^```ts( no-run)?$/.exec(code[0] ?? "");
    if (fence && code.at(-1) !== "```")
      throw new Error(`the example at line ${index + 1} has text behind its fence, or no end`);
    examples.push({
      line: index + (fence ? 3 : 2),
      runs: fence?.[1] === undefined,
      code: (fence ? code.slice(1, -1) : code).join("\n"),
      before: `${before} `,
    });
  }
  return examples;
}

/**
 * Every `console.log(…)` of a snippet in order, with the output that its `// =>` comments promise: the rest of the
 * line on which the call ends, then whole lines. `calleeStart` is an offset, `line` counts from 0.
 */
export function findLogs(code) {
  const source = ts.createSourceFile("snippet.ts", code, ts.ScriptTarget.Latest);
  const lines = code.split("\n");
  const logs = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText(source) === "console.log") {
      const { line } = source.getLineAndCharacterOfPosition(node.end);
      const inline = lines[line].match(/^.*?[;)},\s]\/\/ => ?(.*)$/)?.[1];
      const expected = inline === undefined ? [] : [inline];
      let last = line;
      for (let match; (match = lines[last + 1]?.match(/^\s*\/\/ =>(?: (.*))?$/)); last++)
        expected.push(match[1] ?? "");
      logs.push({
        calleeStart: node.expression.getStart(source),
        line,
        last,
        isInline: inline !== undefined,
        expected,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return logs;
}

/**
 * The snippet as JavaScript that also reports, as JSON lines on file descriptor 3, which log printed what: name, number of the
 * log, text.
 */
export function instrument(code, name) {
  let marked = code;
  for (const [index, log] of [...findLogs(code).entries()].reverse()) {
    const end = log.calleeStart + "console.log".length;
    marked = `${marked.slice(0, log.calleeStart)}$docsLog(${index})${marked.slice(end)}`;
  }
  const prelude =
    'import { writeSync as $write } from "node:fs"; import { format as $format } from "node:util"; ' +
    "const $docsLog = (index) => (...values) => " +
    `{ console.log(...values); $write(3, JSON.stringify([${JSON.stringify(name)}, index, $format(...values)]) + "\\n"); }; `;
  return ts.transpile(prelude + marked, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 });
}

/**
 * Whether a printed line is what its comment promises. `≈ 0.84` promises a number within two units of its last digit, for
 * results of training, whose last digits differ between processors.
 */
export function keepsPromise(promise, line) {
  const about = aboutNumber(promise);
  if (about === undefined || line.trim() === "") return line === promise.trimEnd();
  return Math.abs(Number(line) - about.value) <= 2.001 * 10 ** -about.digits; // and its own rounding
}

function aboutNumber(promise) {
  const match = /^≈ (-?\d+(?:\.(\d+))?)\s*$/.exec(promise);
  return match ? { value: Number(match[1]), digits: match[2]?.length ?? 0 } : undefined;
}

/** A printed line as its comment says it: as before where that holds, with the digits of before where it was about. */
function promiseOf(line, before = "") {
  const about = aboutNumber(before);
  if (keepsPromise(before, line)) return before;
  return about && Number.isFinite(Number(line)) ? `≈ ${Number(line).toFixed(about.digits)}` : line;
}

/** The snippet with its `// =>` comments replaced by what each log printed (one array of lines per log). */
export function updateComments(code, printed) {
  const lines = code.split("\n");
  for (const [index, log] of [...findLogs(code).entries()].reverse()) {
    const bare = lines[log.line].replace(/\s*\/\/ =>.*$/, "");
    const comments = printed[index].map((text, i) => `// => ${promiseOf(text, log.expected[i])}`.trimEnd());
    const indent = bare.match(/^\s*/)[0];
    const replacement =
      log.isInline && comments.length === 1
        ? [`${bare} ${comments[0]}`]
        : [bare, ...comments.map((comment) => indent + comment)];
    lines.splice(log.line, log.last - log.line + 1, ...replacement);
  }
  return lines.join("\n");
}
