import { deepStrictEqual, ok } from "node:assert/strict";

/** Numbers that somebody did not expect, and samples of them. */
export const oddities = [
  "NaN or ±∞",
  "denormal",
  "huge",
  "constant",
  "one class",
  "one sample",
  "none",
  "λ_in = λ_out",
  "width 1",
  "empty text",
] as const;

export type Oddity = (typeof oddities)[number];

/** What a function does with something odd: in words for the page, and as a check that the words are true. */
export interface Cell {
  readonly says: string;
  /** @throws if they are not */
  readonly holds: () => Promise<void>;
}

/** What one function does, or several that do the same; what is left out has no meaning for them. */
export interface Row {
  readonly functions: readonly string[];
  readonly cells: { readonly [O in Oddity]?: Cell };
}

type ErrorClass = abstract new (...args: never[]) => Error;

export const notFinite = [NaN, Infinity, -Infinity] as const;

/**
 * It throws, or rejects with, an error of a class whose message has these words: whatever of the values it is given.
 */
export function refuses<T>(
  type: ErrorClass,
  words: string | RegExp,
  act: (value: T) => unknown,
  values: readonly T[] = [undefined as T],
): Cell {
  return {
    says: `\`${type.name}\``,
    async holds() {
      for (const value of values) {
        const caught = await thrownBy(() => act(value));
        ok(caught instanceof Error, `threw nothing for ${String(value)}`);
        deepStrictEqual(caught.constructor, type, `threw ${caught.name}: ${caught.message}`);
        const has = typeof words === "string" ? caught.message.includes(words) : words.test(caught.message);
        ok(has, `said “${caught.message}”, not “${words}”`);
      }
    },
  };
}

/** What is not finite is refused. */
export const refusesNotFinite = (
  type: ErrorClass,
  words: string | RegExp,
  act: (value: number) => unknown,
): Cell => refuses(type, words, act, notFinite);

/** It gives exactly this. */
export function gives(says: string, act: () => unknown, expected: unknown): Cell {
  return {
    says,
    async holds() {
      deepStrictEqual(plain(await act()), plain(expected));
    },
  };
}

/** It gives something that is so. */
export function so(says: string, act: () => boolean | Promise<boolean>): Cell {
  return {
    says,
    async holds() {
      ok(await act(), says);
    },
  };
}

/** Typed arrays as arrays, so that the numbers are what is compared. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}

async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  return undefined;
}
