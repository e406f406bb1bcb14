import { quote } from "./quote.js";

/**
 * The value of a JSON text that came from elsewhere. Besides what `JSON.parse` refuses, an object must have each of its names once,
 * as `JSON.parse` drops all but the last without a word, and nothing may be nested so deep that those who go through it run
 * out of stack. Takes time in proportion to the text. A name such as `__proto__` is a name like any other.
 *
 * @param deepest - lists and objects within each other, at the most; default 64
 * @throws {SyntaxError} for anything else
 */
export function parseJson(text: string, { deepest = 64 }: { readonly deepest?: number } = {}): unknown {
  checkNames(text, deepest);
  return JSON.parse(text);
}

/** Looks at brackets and names alone: what is not JSON is found by who parses it. */
function checkNames(text: string, deepest: number): void {
  const open: (Set<string> | undefined)[] = []; // the names of the objects that are open; a list has none
  let last = ""; // the last text in quotes, with them
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') {
      const start = i++;
      while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
      last = text.slice(start, i + 1);
    } else if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : undefined);
      if (open.length > deepest) {
        throw new SyntaxError(`lists and objects must be at most ${deepest} deep, got more`);
      }
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === ":") {
      const name = last.includes("\\") ? (JSON.parse(last) as string) : last.slice(1, -1);
      const names = open.at(-1);
      if (names?.has(name)) {
        throw new SyntaxError(`every name must stand in its object once, got ${quote(name)} twice`);
      }
      names?.add(name);
    }
  }
}
