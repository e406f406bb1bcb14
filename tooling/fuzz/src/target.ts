import type { Arbitrary } from "fast-check";

/** One reader, or a few that read the same thing: what it is given and what must hold of it. */
export interface Target<Value = unknown> {
  /** What `pnpm fuzz` calls it. */
  readonly name: string;
  /** All inputs are bytes, so that any of them can be kept as base64; a target that needs more packs it into them. */
  readonly inputs: Arbitrary<Uint8Array>;
  /** Reads an input. What it throws must be one of the errors that are permitted. */
  read(input: Uint8Array): Value | Promise<Value>;
  /** Whether the reader may throw this. That it says what is wrong, in a short text, is checked for all. */
  permits(error: Error): boolean;
  /** What must hold of a value that was read: throws, by `mustHold`, if it does not. */
  check?(value: Value, input: Uint8Array): void | Promise<void>;
  /** Bytes that reading may allocate for an input; default 100 for each of its own and 16 MB. */
  memory?(input: Uint8Array): number;
  /** Milliseconds that one input may take, twice in a row; default 1000. */
  readonly milliseconds?: number;
}

/** Something that must hold of every reader does not. */
export class Finding extends Error {
  override readonly name = "Finding";
}

/** @throws {Finding} if `holds` is false */
export function mustHold(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Finding(what);
}
