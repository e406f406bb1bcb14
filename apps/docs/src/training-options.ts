import { readFileSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "@reciprocal/report";
import ts from "typescript";
// The tables that the functions read their options by are no part of what the package exports.
import { earlyStoppingOptions } from "../../../packages/training/src/fit/early-stopping.js";
import { findOptions } from "../../../packages/training/src/fit/find-learning-rate.js";
import { fitOptions } from "../../../packages/training/src/fit/fit-options.js";
import { phaseOptions } from "../../../packages/training/src/fit/fit-phases.js";
import { cosineOptions, stepOptions, warmupOptions } from "../../../packages/training/src/fit/schedules.js";
import { adamOptions, adamWOptions } from "../../../packages/training/src/optimizers/adam.js";
import { sgdOptions } from "../../../packages/training/src/optimizers/sgd.js";
import { penaltyOptions } from "../../../packages/training/src/penalties.js";
import { trainerOptions } from "../../../packages/training/src/trainer/options.js";

/** What the table of an option says: its names and defaults. */
interface Table {
  readonly names: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
}

interface Source {
  /** Names and defaults. */
  readonly options: Table;
  /** The interfaces with their docstrings, of which the first that has an option is taken, and their files. */
  readonly interfaces: readonly (readonly [name: string, file: string])[];
}

const trainer = ["TrainerOptions", "trainer/options.ts"] as const;
const moments = ["MomentOptions", "optimizers/moments.ts"] as const;

/** The options of training, by the name that a table has in pages. */
export const trainingOptions: Readonly<Record<string, Source>> = {
  "fit-options": {
    options: fitOptions,
    interfaces: [["FitOptions", "fit/fit-options.ts"], trainer],
  },
  "trainer-options": { options: trainerOptions, interfaces: [trainer] },
  "early-stopping-options": {
    options: earlyStoppingOptions,
    interfaces: [["EarlyStoppingOptions", "fit/early-stopping.ts"]],
  },
  "phase-options": { options: phaseOptions, interfaces: [["Phase", "fit/fit-phases.ts"]] },
  "penalty-options": { options: penaltyOptions, interfaces: [["Penalties", "penalties.ts"]] },
  "adam-options": { options: adamOptions, interfaces: [moments] },
  "adamw-options": { options: adamWOptions, interfaces: [["AdamW", "optimizers/adam.ts"], moments] },
  "sgd-options": { options: sgdOptions, interfaces: [["Sgd", "optimizers/sgd.ts"]] },
  "step-options": { options: stepOptions, interfaces: [["StepScheduleOptions", "fit/schedules.ts"]] },
  "cosine-options": { options: cosineOptions, interfaces: [["CosineScheduleOptions", "fit/schedules.ts"]] },
  "warmup-options": { options: warmupOptions, interfaces: [["WarmupScheduleOptions", "fit/schedules.ts"]] },
  "finder-options": {
    options: findOptions,
    interfaces: [["FindLearningRateOptions", "fit/find-learning-rate.ts"], trainer],
  },
};

/**
 * Tables of options in Markdown: what each is, from its docstring, and its default, from the table by which the function
 * reads it. The words after the name of a table are the options that it has; none stand for all.
 */
export function trainingOptionTables(
  root: string,
): Readonly<Record<string, (words: readonly string[]) => string>> {
  return Object.fromEntries(
    Object.entries(trainingOptions).map(([name, source]) => [
      name,
      (words: readonly string[]) => optionTable(root, name, source, words),
    ]),
  );
}

function optionTable(root: string, table: string, { options, interfaces }: Source, words: readonly string[]) {
  const docs = interfaces.map(([name, file]) =>
    memberDocs(readFileSync(join(root, "packages/training/src", file), "utf8"), name),
  );
  const unknown = words.find((name) => !options.names.includes(name));
  if (unknown !== undefined)
    throw new Error(`${table}: no option ${unknown} (there are ${options.names.join(", ")})`);
  const names = words.length > 0 ? words : options.names.filter((name) => name !== "kind");
  const rows = names.map((name) => {
    const member = docs.find((members) => members.has(name))?.get(name);
    if (!member) throw new Error(`${table}: ${name} has no docstring`);
    const { about, fallback = member.isRequired ? "needed" : "none" } = splitDefault(member.doc);
    if (about === "") throw new Error(`${table}: the docstring of ${name} says nothing but its default`);
    const value = options.defaults[name];
    return [`\`${name}\``, value === undefined ? fallback : defaultText(value), about];
  });
  return markdownTable({ headings: ["option", "default", "what it is"], rows });
}

interface MemberDoc {
  /** The docstring on one line. */
  readonly doc: string;
  readonly isRequired: boolean;
}

/** What the members of an interface are, as far as they have docstrings. */
export function memberDocs(source: string, name: string): ReadonlyMap<string, MemberDoc> {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  const found = file.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!found) throw new Error(`memberDocs: no interface ${name}`);
  return new Map(
    found.members.flatMap((member) => {
      const text = ts.getTextOfJSDocComment(
        ts.getJSDocCommentsAndTags(member).find((one): one is ts.JSDoc => ts.isJSDoc(one))?.comment,
      );
      if (text === undefined) return [];
      const doc = text.replaceAll(/\s+/g, " ");
      const isRequired = ts.isPropertySignature(member) && member.questionToken === undefined;
      return [[member.name!.getText(file), { doc, isRequired }]];
    }),
  );
}

/** The sentence of a docstring that begins with “Default”, without that word, and what else it says. */
export function splitDefault(doc: string): { readonly about: string; readonly fallback?: string } {
  const found = /(?:^|(?<=[.;] ))Default:? (.*?)(?:\.(?= |$)|$)/.exec(doc);
  if (!found) return { about: doc };
  const about =
    `${doc.slice(0, found.index).trim()} ${doc.slice(found.index + found[0].length).trim()}`.trim();
  return { about, fallback: found[1]! };
}

/** A default as a reader would write it; that of an optimizer by its kind, since the rest are the defaults of the kind. */
export function defaultText(value: unknown): string {
  if (leaves(value).every((one) => one === 0) && typeof value === "object") return "all `0`";
  const { kind } = Object(value) as { readonly kind?: string };
  return `\`${written(kind === undefined ? value : { kind })}\``;
}

function leaves(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

function written(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && value >= 1024 && Number.isInteger(Math.log2(value)))
    return `2 ** ${Math.log2(value)}`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${written(one)}`);
  return `{ ${entries.join(", ")} }`;
}
