/** What one field of a line holds: its type in the program, and the check when a file is read. */
export interface Field<Value> {
  /** What is wrong with a value, with the name of the place; undefined if nothing is. */
  problem(value: unknown, name: string): string | undefined;
  /** Never there; carries the type. */
  readonly type?: Value;
}

export interface OptionalField<Value> extends Field<Value> {
  readonly optional: true;
}

export type FieldTable = Readonly<Record<string, Field<unknown>>>;

type OptionalNames<Fields extends FieldTable> = {
  [Name in keyof Fields]: Fields[Name] extends OptionalField<unknown> ? Name : never;
}[keyof Fields];

type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** The type of an object with these fields. */
export type FieldsOf<Fields extends FieldTable> = {
  readonly [Name in Exclude<keyof Fields, OptionalNames<Fields>>]: ValueOf<Fields[Name]>;
} & { readonly [Name in OptionalNames<Fields>]?: ValueOf<Fields[Name]> };

function plain<Value>(needed: string, is: (value: unknown) => boolean): Field<Value> {
  return {
    problem: (value, name) => (is(value) ? undefined : `${name} must be ${needed}, got ${shown(value)}`),
  };
}

/** As JSON, but for the numbers that it would write as null. */
function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** A finite number. */
export const number = plain<number>("a number", Number.isFinite);

export const text = plain<string>("a text", (value) => typeof value === "string");

export function oneOf<const Word extends string>(words: readonly Word[]): Field<Word> {
  return plain(`one of ${words.join(", ")}`, (value) => words.some((word) => word === value));
}

export function listOf<Value>(item: Field<Value>): Field<readonly Value[]> {
  return {
    problem: (value, name) => {
      if (!Array.isArray(value)) return `${name} must be a list, got ${shown(value)}`;
      const problems = value.map((one, index) => item.problem(one, `${name}[${index}]`));
      return problems.find((problem) => problem !== undefined);
    },
  };
}

/** An object that has these fields, and maybe more. */
export function object<const Fields extends FieldTable>(fields: Fields): Field<FieldsOf<Fields>> {
  return {
    problem: (value, name) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return `${name} must be an object, got ${shown(value)}`;
      }
      const own = value as Readonly<Record<string, unknown>>;
      const problems = Object.entries(fields).map(([key, field]) =>
        field.problem(own[key], name === "" ? key : `${name}.${key}`),
      );
      return problems.find((problem) => problem !== undefined);
    },
  };
}

/** May be missing. */
export function optional<Value>(field: Field<Value>): OptionalField<Value> {
  return {
    optional: true,
    problem: (value, name) => (value === undefined ? undefined : field.problem(value, name)),
  };
}
