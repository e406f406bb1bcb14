import { parseArgs } from "node:util";
import { closest } from "@reciprocal/guards";
import { UsageError } from "@reciprocal/sweeps";

/** Reads the text of an option. @throws {UsageError} if it is not allowed; says what is */
export interface Reader<Value> {
  (text: string, option: string): Value;
  /** Items with commas between them. */
  readonly isList?: true;
}

/** An option with a value. Arguments, `--help` and the tables of the README are made from it. */
export interface Parameter<Value = unknown> {
  readonly read: Reader<Value>;
  /** Stands for the value in `--help`. */
  readonly hint: string;
  readonly about: string;
  /** As it would be typed. */
  readonly default?: string;
  /** The value if the option is not given and has no default. */
  readonly otherwise?: Value;
  /** In place of the default with `--quick`. */
  readonly quick?: string;
  /** Shown as the default, if `default` does not say it well. */
  readonly shown?: string;
}

/** An option without a value. */
export interface Flag {
  readonly flag: true;
  readonly about: string;
}

/** Options by their names in the program; `trainSamples` is `--train-samples` on the command line. */
export type OptionTable = Readonly<Record<string, Parameter | Flag>>;

/** What reading a table of options gives. */
export type Choice<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { readonly read: Reader<infer Value> }
    ? Value | (Table[Name] extends { readonly otherwise: infer Otherwise } ? Otherwise : never)
    : boolean;
};

/** One of the given words. */
export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return (text, option) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new UsageError(`${option} must be ${orList(words)}, got ${shown(text)}`);
    return word;
  };
}

/** An integer, written in digits only; the default `max` keeps sizes within what the packages take. */
export function integer(min: number, max = 1_000_000_000): Reader<number> {
  return (text, option) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (min <= value && value <= max) return value;
    throw new UsageError(`${option} must be an integer from ${min} to ${max}, got ${shown(text)}`);
  };
}

/** `a,b,c`; an item that is named twice counts once. */
export function listOf<Item>(read: Reader<Item>): Reader<Item[]> {
  const readList = (text: string, option: string) => [
    ...new Set(text.split(",").map((item) => read(item.trim(), option))),
  ];
  return Object.assign(readList, { isList: true as const });
}

/** Any text. */
export const anyText: Reader<string> = (text) => text;

/**
 * Reads command-line arguments.
 *
 * @throws {UsageError} for unknown options, words that belong to no option, an option that is given twice or without
 * its value, and values that are not allowed
 */
export function readOptions<const Table extends OptionTable>(
  table: Table,
  args: readonly string[],
): Choice<Table> {
  const given = parse(table, args);
  const isQuick = given.quick !== undefined;
  const values = Object.entries(table).map(([name, option]) => {
    if ("flag" in option) return [name, given[optionName(name)] !== undefined];
    const text =
      given[optionName(name)] ?? (isQuick && option.quick !== undefined ? option.quick : option.default);
    return [name, text === undefined ? option.otherwise : option.read(String(text), `--${optionName(name)}`)];
  });
  return Object.fromEntries(values) as Choice<Table>;
}

/** Whether any of some options of a command is among the arguments, which `readOptions` has accepted. */
export function isGiven(names: readonly string[], args: readonly string[]): boolean {
  return names.some((name) =>
    args.some((arg) => arg === `--${optionName(name)}` || arg.startsWith(`--${optionName(name)}=`)),
  );
}

/** `; did you mean x?` where a word is nearly one of some names, else nothing. */
export function suggestion(word: string, names: readonly string[], prefix = ""): string {
  const meant = word.length > 3 ? closest(word, names) : undefined; // two letters of three are another word
  return meant === undefined ? "" : `; did you mean ${prefix}${meant}?`;
}

function parse(table: OptionTable, args: readonly string[]): Record<string, string | boolean> {
  const names = Object.keys(table).map(optionName);
  const allowed = `allowed are ${names.map((name) => `--${name}`).join(", ")}`;
  const withValue = new Map<string, Parameter>(
    Object.entries(table).flatMap(([name, option]) =>
      "flag" in option ? [] : [[`--${optionName(name)}`, option] as const],
    ),
  );
  args.forEach((arg, index) => {
    const value = args[index + 1] ?? "";
    if (withValue.has(arg) && (value === "" || /^-./.test(value))) {
      throw new UsageError(`${arg} needs a value, got ${shown(value)}`);
    }
  });
  const options = Object.entries(table).map(([name, option]) => {
    const type = "flag" in option ? ("boolean" as const) : ("string" as const);
    return [optionName(name), { type, multiple: true }] as const;
  });
  try {
    const { values } = parseArgs({ args: [...args], options: Object.fromEntries(options), strict: true });
    const given = Object.entries(values).map(([name, all]) => {
      const [value, ...more] = all as (string | boolean)[];
      if (more.length > 0) throw new UsageError(`--${name} is given more than once`);
      if (value === "") throw new UsageError(`--${name} needs a value`);
      return [name, value!] as const;
    });
    return Object.fromEntries(given);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, message } = error as Error & { readonly code?: string };
    const [, word] = /'([^']*)'/.exec(message) ?? [];
    if (word !== undefined && code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const hint = suggestion(word.replace(/^--?/, ""), names, "--");
      throw new UsageError(`unknown option ${word}${hint}; ${allowed}`);
    }
    const list = word === undefined ? undefined : spacedList(withValue, args, word);
    if (list !== undefined) throw new UsageError(`${list.option}: lists are written ${list.items.join(",")}`);
    const [reason] = message.split(/[.\n]/); // the rest is advice about "--"
    throw new UsageError(`${reason!}; ${allowed}`);
  }
}

/** The list that was written with spaces, `--seeds 0 1`, if a word that belongs to no option is one of its items. */
function spacedList(
  withValue: ReadonlyMap<string, Parameter>,
  args: readonly string[],
  word: string,
): { readonly option: string; readonly items: readonly string[] } | undefined {
  const words = args.flatMap((arg) => (/^--[^=]+=/.test(arg) ? arg.split(/=(.*)/s, 2) : [arg]));
  const at = words.findIndex(
    (option, index) => withValue.get(option)?.read.isList && words[index + 2] === word,
  );
  if (at === -1) return undefined;
  const end = words.findIndex((item, index) => index > at && item.startsWith("-"));
  const items = words.slice(at + 1, end === -1 ? undefined : end);
  return { option: words[at]!, items: items.map((item) => item.replace(/,$/, "")) };
}

/** The options of a command as `--help` shows them. */
export function optionsHelp(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, option]) => {
    const value = "flag" in option ? "" : ` <${option.hint}>`;
    const usual = "flag" in option ? "" : defaultText(option);
    return [`--${optionName(name)}${value}`, `${option.about}${usual === "" ? "" : ` (${usual})`}`] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}

/** The same as rows of a table: option, default, meaning. */
export function optionRows(table: OptionTable): string[][] {
  return Object.entries(table).map(([name, option]) => [
    `\`--${optionName(name)}\``,
    "flag" in option ? "" : defaultText(option),
    option.about,
  ]);
}

function defaultText({ shown, default: usual, quick }: Parameter): string {
  const text = shown ?? usual ?? "";
  return quick === undefined ? text : `${text}; ${quick} with --quick`;
}

/** `trainSamples` → `train-samples` */
function optionName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function orList(words: readonly string[]): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}

function shown(text: string): string {
  return text === "" ? "nothing" : `"${text}"`;
}
