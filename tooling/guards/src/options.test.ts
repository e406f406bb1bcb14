import { describe, expect, expectTypeOf, it } from "vitest";
import {
  abortSignal,
  callback,
  check,
  flag,
  integer,
  limit,
  list,
  number,
  oneOf,
  options,
  text,
  type OptionTable,
} from "./index.js";

interface TrainOptions {
  readonly name: string;
  readonly epochs?: number;
  readonly loss?: "cross-entropy" | "mean-squared-error";
  readonly onEpoch?: (epoch: number) => void;
  readonly stopping?: { readonly patience?: number };
}

const stopping = options(
  () =>
    ({ patience: integer({ min: 1 }).default(8) }) satisfies OptionTable<
      NonNullable<TrainOptions["stopping"]>
    >,
);
const train = options(
  () =>
    ({
      name: text({ minLength: 1 }),
      epochs: integer({ min: 1 }).default(10),
      loss: oneOf(["cross-entropy", "mean-squared-error"]).default("cross-entropy"),
      onEpoch: callback<NonNullable<TrainOptions["onEpoch"]>>().optional(),
      stopping: stopping.rule.optional(),
    }) satisfies OptionTable<TrainOptions>,
);

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not throw");
}

describe("options", () => {
  it("fills in defaults and leaves out what is optional and not given", () => {
    const read = train.read("train", { name: "a", stopping: {} });
    expect(read).toEqual({ name: "a", epochs: 10, loss: "cross-entropy", stopping: { patience: 8 } });
    expect(Object.keys(read)).not.toContain("onEpoch");
    expectTypeOf(read.epochs).toEqualTypeOf<number>();
    expectTypeOf(read.loss).toEqualTypeOf<"cross-entropy" | "mean-squared-error">();
    expectTypeOf(read.onEpoch).toEqualTypeOf<((epoch: number) => void) | undefined>();
  });

  it("takes an option that is undefined for one that is left out", () => {
    expect(train.read("train", { name: "a", epochs: undefined }).epochs).toBe(10);
  });

  it("names every option and its default", () => {
    expect(train.names).toEqual(["name", "epochs", "loss", "onEpoch", "stopping"]);
    expect(train.defaults).toEqual({ epochs: 10, loss: "cross-entropy" });
    expectTypeOf(train.defaults.epochs).toEqualTypeOf<number>();
  });

  it("makes the table at the first use", () => {
    let made = 0;
    const lazy = options(() => {
      made++;
      return { epochs: integer().default(1) };
    });
    expect(made).toBe(0);
    lazy.read("f", {});
    lazy.read("f", {});
    expect(made).toBe(1);
  });

  // errors: where, what was needed, what came; this table is the one place for their wording
  it.each<[unknown, string, typeof TypeError | typeof RangeError]>([
    [{ name: "a", epochs: 0 }, "train: epochs must be an integer of at least 1, got 0", RangeError],
    [{ name: "a", epochs: 1.5 }, "train: epochs must be an integer of at least 1, got 1.5", RangeError],
    [{ name: "a", epochs: NaN }, "train: epochs must be an integer of at least 1, got NaN", RangeError],
    [{ name: "a", epochs: "3" }, 'train: epochs must be an integer of at least 1, got "3"', TypeError],
    [{ name: "" }, 'train: name must be a text of at least 1 character, got ""', RangeError],
    [{}, "train: name must be a text of at least 1 character, got undefined", TypeError],
    [
      { name: "a", loss: "mse" },
      'train: loss must be one of cross-entropy, mean-squared-error, got "mse"',
      TypeError,
    ],
    [{ name: "a", onEpoch: 1 }, "train: onEpoch must be a function, got 1", TypeError],
    [{ name: "a", stopping: 3 }, "train: stopping must be an object, got 3", TypeError],
    [
      { name: "a", stopping: { patience: 0 } },
      "train: stopping: patience must be an integer of at least 1, got 0",
      RangeError,
    ],
    [
      { name: "a", epoch: 3 },
      "train: unknown option epoch; did you mean epochs? (options: name, epochs, loss, onEpoch, stopping)",
      TypeError,
    ],
    [
      { name: "a", momentum: 3 },
      "train: unknown option momentum (options: name, epochs, loss, onEpoch, stopping)",
      TypeError,
    ],
    [null, "train: options must be an object, got null", TypeError],
    [[], "train: options must be an object, got an array of 0", TypeError],
    [Promise.resolve(), "train: options must be an object, got a promise (is an await missing?)", TypeError],
  ])("refuses %j", (given, message, type) => {
    const error = errorOf(() => train.read("train", given as object));
    expect(error.message).toBe(message);
    expect(error).toBeInstanceOf(type);
  });

  it("does not compile without a name of the interface, with another name, or with another type", () => {
    // @ts-expect-error epochs is missing
    options(() => ({ name: text() }) satisfies OptionTable<{ name: string; epochs?: number }>);
    // @ts-expect-error surplus
    options(() => ({ name: text(), epochs: integer() }) satisfies OptionTable<{ name: string }>);
    // @ts-expect-error an option that may be left out needs a default, or to be optional
    options(() => ({ epochs: integer() }) satisfies OptionTable<{ epochs?: number }>);
  });
});

describe("rules", () => {
  it.each<[{ read: (where: string, name: string, value: unknown) => unknown }, unknown, string]>([
    [integer({ min: 0, max: 9 }), 10, "f: x must be an integer from 0 to 9, got 10"],
    [integer(), 2 ** 53, "f: x must be an integer, got 9007199254740992"],
    [number({ above: 0 }), 0, "f: x must be a finite number above 0, got 0"],
    [number({ min: 0, below: 1 }), 1, "f: x must be a finite number of at least 0 and below 1, got 1"],
    [number(), Infinity, "f: x must be a finite number, got Infinity"],
    [number({ max: 1 }), 1n, "f: x must be a finite number of at most 1, got 1n"],
    [limit({ min: 0 }), NaN, "f: x must be a number of at least 0, got NaN"],
    [flag(), "no", 'f: x must be true or false, got "no"'],
    [abortSignal(), {}, "f: x must be an AbortSignal, got an object of nothing"],
    [abortSignal(), Object.create(null), "f: x must be an AbortSignal, got an object of nothing"],
    [integer(), new Date(0), "f: x must be an integer, got an object of the class Date"],
    [integer(), new ArrayBuffer(8), "f: x must be an integer, got an object of the class ArrayBuffer"],
    [list(integer({ min: 1 })), [1, 0], "f: x[1] must be an integer of at least 1, got 0"],
    [list(integer(), { minLength: 1 }), [], "f: x must be an array of at least 1, got an array of 0"],
    [
      list(integer(), { minLength: 1, maxLength: 2 }),
      [1, 2, 3],
      "f: x must be an array of at least 1 and at most 2, got an array of 3",
    ],
    [list(integer(), { minLength: 2, maxLength: 2 }), [1], "f: x must be an array of 2, got an array of 1"],
    [list(integer()), Float32Array.of(1), "f: x must be an array, got a Float32Array"],
    [list(integer()), new Array(1), "f: x[0] must be an integer, got undefined"],
  ])("%#: says what is wrong", (rule, value, message) => {
    expect(errorOf(() => check(rule as never, "f", "x", value)).message).toBe(message);
  });

  it("accepts bounds that count and infinity for a limit", () => {
    expect(check(integer({ min: 0, max: 9 }), "f", "x", 9)).toBe(9);
    expect(check(number({ min: 0, below: 1 }), "f", "x", 0)).toBe(0);
    expect(check(limit({ min: 0 }), "f", "x", Infinity)).toBe(Infinity);
    expect(check(list(flag()), "f", "x", [true])).toEqual([true]);
    expect(check(abortSignal(), "f", "x", new AbortController().signal)).toBeInstanceOf(AbortSignal);
  });
});
