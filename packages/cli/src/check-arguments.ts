import { UsageError } from "./usage-error.js";

interface Definition {
  readonly type?: string | undefined;
}

/**
 * Refuses what citty lets through: options that are not defined or given twice, options without their value, and more
 * words than there are places for.
 *
 * @param repeated - the last place, which takes any number of words; they are in `args._`
 */
export function checkArguments(
  args: Readonly<Record<string, unknown>>,
  definitions: Readonly<Record<string, Definition>>,
  { repeated }: { readonly repeated?: string } = {},
): void {
  const options = Object.keys(definitions).filter((name) => definitions[name]!.type !== "positional");
  const places = Object.keys(definitions).length - options.length;
  const allowed = `allowed are ${options.map((name) => `--${name}`).join(", ")}`;
  // first, for what citty makes of a value that begins with "-" is an option of its own
  for (const name of options) {
    const value = args[name];
    if (Array.isArray(value)) throw new UsageError(`--${name} is given more than once`);
    if (definitions[name]!.type === "string" && name in args && (typeof value !== "string" || value === "")) {
      throw new UsageError(`--${name} needs a value; one that begins with "-" is joined to it: --${name}=-…`);
    }
  }
  const words = args._ as readonly string[];
  if (words.length > places && repeated === undefined)
    throw new UsageError(`unexpected word "${words[places]!}"; ${allowed}`);
  const unknown = Object.keys(args).find((name) => name !== "_" && !Object.hasOwn(definitions, name));
  if (unknown !== undefined) {
    throw new UsageError(`unknown option ${unknown.length === 1 ? "-" : "--"}${unknown}; ${allowed}`);
  }
}

/** One of the allowed words, or undefined if the option is not given. */
export function oneOf<Word extends string>(
  option: string,
  text: string | undefined,
  allowed: readonly Word[],
): Word | undefined {
  if (text === undefined) return undefined;
  const word = allowed.find((candidate) => candidate === text);
  if (word === undefined)
    throw new UsageError(`${option} must be one of ${allowed.join(", ")}, got "${text}"`);
  return word;
}
