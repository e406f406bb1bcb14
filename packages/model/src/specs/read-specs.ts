import {
  integer,
  isObject,
  list,
  number,
  oneOf,
  options,
  type OptionTable,
  type Rule,
  ruleOf,
  show,
  text,
} from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import type {
  ColumnSpec,
  ImageInput,
  InputSpec,
  NumberColumnSpec,
  NumbersInput,
  TableInput,
  WordColumnSpec,
} from "./input-spec.js";
import type { ClassesOutput, LabelsOutput, NumberOutput, OutputSpec } from "./output-spec.js";

// What comes from a file is read by the same tables as what comes from a caller.
const finite = () => number();
const positive = () => number({ above: 0 });

const numberColumn = options(
  () =>
    ({
      kind: oneOf(["numbers"]),
      name: text({ minLength: 1 }),
      mean: finite(),
      deviation: positive(),
      gap: finite().optional(),
    }) satisfies OptionTable<NumberColumnSpec>,
);

const wordColumn = options(
  () =>
    ({
      kind: oneOf(["words"]),
      name: text({ minLength: 1 }),
      words: different(text(), 1),
      unseen: list(finite(), { minLength: 1 }),
      gap: list(finite()).optional(),
    }) satisfies OptionTable<WordColumnSpec>,
);

const tableInput = options(
  () =>
    ({
      kind: oneOf(["table"]),
      columns: list(byKind<ColumnSpec>({ numbers: numberColumn.rule, words: wordColumn.rule }), {
        minLength: 1,
      }),
      missing: list(text()),
    }) satisfies OptionTable<TableInput>,
);

const imageInput = options(
  () =>
    ({
      kind: oneOf(["image"]),
      height: integer({ min: 1 }),
      width: integer({ min: 1 }),
      channels: oneOf([1, 3]),
      fit: oneOf(["fill", "cover", "contain"]),
      background: text({ minLength: 1 }),
      mean: list(finite()).optional(),
      deviation: list(positive()).optional(),
    }) satisfies OptionTable<ImageInput>,
);

const numbersInput = options(
  () =>
    ({
      kind: oneOf(["numbers"]),
      mean: list(finite()).optional(),
      deviation: list(positive()).optional(),
    }) satisfies OptionTable<NumbersInput>,
);

const classesOutput = options(
  () =>
    ({
      kind: oneOf(["classes"]),
      name: text({ minLength: 1 }),
      classes: different(text(), 2),
    }) satisfies OptionTable<ClassesOutput>,
);

const numberOutput = options(
  () =>
    ({
      kind: oneOf(["number"]),
      name: text({ minLength: 1 }),
      mean: finite(),
      deviation: positive(),
    }) satisfies OptionTable<NumberOutput>,
);

const labelsOutput = options(
  () =>
    ({
      kind: oneOf(["labels"]),
      labels: different(text({ minLength: 1 }), 1),
    }) satisfies OptionTable<LabelsOutput>,
);

const inputRule = byKind<InputSpec>({
  table: tableInput.rule,
  image: imageInput.rule,
  numbers: numbersInput.rule,
});

const outputRule = byKind<OutputSpec>({
  classes: classesOutput.rule,
  number: numberOutput.rule,
  labels: labelsOutput.rule,
});

/**
 * Checks what is said to be an InputSpec, field by field.
 *
 * @throws {TypeError | RangeError} for a field that is missing, unknown, of another type or out of range
 * @throws {ShapeError} for lists that do not fit each other
 */
export function readInput(where: string, value: unknown): InputSpec {
  const input = inputRule.read(where, "input", value);
  if (input.kind === "table") checkColumns(`${where}: input`, input.columns);
  if (input.kind === "image") {
    checkLength(`${where}: input`, input, input.channels, "channels");
  }
  return input;
}

/**
 * Checks what is said to be an OutputSpec, field by field.
 *
 * @throws {TypeError | RangeError} for a field that is missing, unknown, of another type or out of range
 */
export function readOutput(where: string, value: unknown): OutputSpec {
  return outputRule.read(where, "output", value);
}

/** Mean and deviation need a number for each of `count` things. */
export function checkLength(
  where: string,
  { mean, deviation }: Pick<NumbersInput, "mean" | "deviation">,
  count: number,
  things: string,
): void {
  for (const [name, values] of Object.entries({ mean, deviation })) {
    if (values === undefined || values.length === count) continue;
    throw new ShapeError(
      `${where}: ${name} needs ${count} numbers, as there are ${things}, got ${values.length}`,
    );
  }
}

function checkColumns(where: string, columns: readonly ColumnSpec[]): void {
  const names = new Set<string>();
  for (const [index, column] of columns.entries()) {
    const { name } = column;
    if (names.has(name)) {
      throw new RangeError(
        `${where}: columns[${index}] must have a name of its own, got ${show(name)} again`,
      );
    }
    names.add(name);
    if (column.kind === "numbers") continue;
    const { words, unseen, gap } = column;
    if (!(unseen.length >= words.length && unseen.length <= words.length + 2)) {
      throw new ShapeError(
        `${where}: columns[${index}]: unseen needs ${words.length} to ${words.length + 2} numbers for ${words.length} words, got ${unseen.length}`,
      );
    }
    if (gap !== undefined && gap.length !== unseen.length) {
      throw new ShapeError(
        `${where}: columns[${index}]: gap needs ${unseen.length} numbers, as unseen has, got ${gap.length}`,
      );
    }
  }
}

/** Objects of several kinds, told apart by their field `kind`. */
function byKind<T extends { readonly kind: string }>(rules: {
  readonly [K in T["kind"]]: Rule<Extract<T, { readonly kind: K }>>;
}): Rule<T> {
  const kinds = Object.keys(rules) as T["kind"][];
  return ruleOf<T>(`an object of kind ${kinds.join(", ")}`, (where, name, value) => {
    if (!isObject(value)) throw new TypeError(`${where}: ${name} must be an object, got ${show(value)}`);
    const kind = oneOf(kinds).read(`${where}: ${name}`, "kind", (value as { kind?: unknown }).kind);
    return (rules[kind] as Rule<T>).read(where, name, value);
  });
}

/** Texts of which no two are the same. */
function different(item: Rule<string>, minLength: number): Rule<readonly string[]> {
  const texts = list(item, { minLength });
  return ruleOf(texts.needed, (where, name, value) => {
    const read = texts.read(where, name, value);
    const seen = new Set<string>();
    for (const [index, one] of read.entries()) {
      if (seen.has(one)) {
        throw new RangeError(
          `${where}: ${name}[${index}] must be another text than all before it, got ${show(one)}`,
        );
      }
      seen.add(one);
    }
    return read;
  });
}
