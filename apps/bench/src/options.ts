import { parseArgs } from "node:util";
import { UsageError } from "@reciprocal/sweeps";

/** Reads the text of an option. @throws {UsageError} if it is not allowed; says what is */
export type Reader<Value> = (text: string, option: string) => Value;

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
  return (text, option) => [...new Set(text.split(",").map((item) => read(item.trim(), option)))];
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

function parse(table: OptionTable, args: readonly string[]): Record<string, string | boolean> {
  const allowed = `allowed are ${Object.keys(table)
    .map((name) => `--${optionName(name)}`)
    .join(", ")}`;
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
    const [reason] = (error as Error).message.split(/[.\n]/); // the rest is advice about "--"
    throw new UsageError(`${reason!}; ${allowed}`);
  }
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
