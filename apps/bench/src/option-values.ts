import { UsageError } from "./usage-error.js";

/** Reads one of the allowed words. */
export function oneOf<Word extends string>(option: string, text: string, allowed: readonly Word[]): Word {
  const word = allowed.find((candidate) => candidate === text);
  if (word === undefined) throw new UsageError(`${option} must be ${orList(allowed)}, got ${shown(text)}`);
  return word;
}

/** Reads a whole number written in digits only; `maximum` keeps seeds and sizes inside what the packages take. */
export function wholeNumber(
  option: string,
  text: string,
  { minimum, maximum = 1_000_000_000 }: { minimum: number; maximum?: number },
): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new UsageError(`${option} must be a whole number from ${minimum} to ${maximum}, got ${shown(text)}`);
}

/** Reads `a,b,c` item by item; an item named twice counts once. */
export function listOf<Item>(text: string, read: (item: string) => Item): Item[] {
  return [...new Set(text.split(",").map((item) => read(item.trim())))];
}

/**
 * Refuses what citty lets through: options that are not defined, words that belong to no option, an option given
 * twice, and a value option without its value. Afterwards every value is a non-empty string or a boolean.
 */
export function checkArguments(
  args: Readonly<Record<string, unknown>>,
  definitions: Readonly<Record<string, { readonly type?: string | undefined }>>,
): void {
  const names = Object.keys(definitions);
  const allowed = `allowed are ${names.map((name) => `--${name}`).join(", ")}`;
  // first, for what citty makes of the -1 in `--epochs -1` is an option of its own
  const empty = names.find(
    (name) =>
      definitions[name]?.type === "string" &&
      name in args &&
      !Array.isArray(args[name]) &&
      !isText(args[name]),
  );
  if (empty !== undefined) throw new UsageError(`--${empty} needs a value that does not begin with "-"`);
  for (const [name, value] of Object.entries(args)) {
    if (name === "_") {
      if (Array.isArray(value) && value.length > 0) {
        throw new UsageError(`unexpected word ${shown(value.join(" "))}; ${allowed}`);
      }
    } else if (!names.includes(name)) {
      throw new UsageError(`unknown option ${name.length === 1 ? "-" : "--"}${name}; ${allowed}`);
    } else if (Array.isArray(value)) {
      throw new UsageError(`--${name} is given more than once`);
    }
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function orList(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}

function shown(text: string): string {
  return text === "" ? "nothing" : `"${text}"`;
}
