import { keepsPromise } from "./docs-snippets.mjs";

/**
 * The `console` blocks of a Markdown text: what is typed at a prompt, `$ reciprocal …`, and below it what is printed on
 * standard output. Lines count from 1; `line` of a block is the first inside it.
 */
export function extractSessions(markdown) {
  const sessions = [];
  let open;
  for (const [index, text] of markdown.split("\n").entries()) {
    if (open === undefined) {
      if (/^```console\s*$/.test(text)) open = { line: index + 2, commands: [] };
    } else if (/^```\s*$/.test(text)) {
      sessions.push(open);
      open = undefined;
    } else if (text.startsWith("$ ")) {
      open.commands.push({ line: index + 1, command: text.slice(2), expected: [] });
    } else {
      if (open.commands.length === 0)
        throw new Error(`line ${index + 1}: a console block must begin with "$ ", got "${text}"`);
      open.commands.at(-1).expected.push(text);
    }
  }
  if (open) throw new Error(`the console block at line ${open.line - 1} has no end`);
  return sessions;
}

/** Whether what was printed is what is promised, line by line; a line `…` stands for any number of lines. */
export function keepsOutput([first, ...promised], printed) {
  if (first === undefined) return printed.length === 0;
  if (first === "…")
    return [...printed, ""].some((_, skipped) => keepsOutput(promised, printed.slice(skipped)));
  return printed.length > 0 && keepsPromise(first, printed[0]) && keepsOutput(promised, printed.slice(1));
}

/** The lines inside a block: commands, each with what was promised where that holds, else with what it printed. */
export function sessionLines(commands, printed) {
  return commands.flatMap(({ command, expected }, index) => [
    `$ ${command}`,
    ...(keepsOutput(expected, printed[index]) ? expected : printed[index]),
  ]);
}
