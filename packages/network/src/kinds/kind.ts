import type { MatrixSource } from "../matrix/source.js";
import type { PackedTriangle } from "../matrix/triangle.js";
import type { Shape } from "../shape.js";

/**
 * What a list of numbers is: `eigenvalues` (λ_in, λ_out); `eigenvectors`, whatever φ is made of that may train (phi, s, R);
 * `kernel`, w itself, or what w is made of without eigenvalues; `bias`; `basis`, a matrix that never trains (U, V, Q).
 */
export type FieldRole = "eigenvalues" | "eigenvectors" | "kernel" | "bias" | "basis";

/**
 * How numbers are held: `vector`, a short list, which files may hold as float16; `numbers`, a list that files hold as
 * float32 always; `matrix`, a matrix source, so stored, made by a recipe, or selected from what a recipe makes.
 */
export type FieldStorage = "vector" | "numbers" | "matrix";

/** One line of the table of a kind: a list of numbers or a matrix that its layers have. */
export interface FieldRule<L> {
  readonly role: FieldRole;
  readonly storage: FieldStorage;
  /** Whether training may change it; then `trainable` of the layer has a flag of its name. */
  readonly trains: boolean;
  /** Whether a layer may be without it. */
  readonly isOptional?: true;
  /** The shape that the settings of the layer ask for; [m, n] of a matrix with m rows. */
  shape(settings: Settings<L>): Shape;
  /** If the numbers are a triangle of a square matrix, or lines of one, packed row by row: which one. */
  packed?(settings: Settings<L>): PackedTriangle;
}

/**
 * What a layer has besides its fields, and what files do with it:
 * - `arriving`: how many numbers of a sample arrive; files leave it out, since the layer before says it
 * - `size`: an integer of at least 1
 * - `share`: a number from 0 to below 1, if the layer has one
 * - `bits`: zeros and ones of a shape, if the layer has them
 * - `sizes`: that many integers of at least 1, if the layer has them; files have them from a version on
 * - `fraction`: a number from 0 to 1, if the layer has one; `only` layers that made this choice may have one
 * - `choice`: one of some names; the codes are their bytes in files. Never reassign a code: existing files use it.
 *   `versions` are those of the names that came later than the kind
 */
export type SettingRule<L> =
  | { readonly storage: "arriving" | "size" | "share" }
  | { readonly storage: "bits"; shape(settings: Settings<L>): Shape }
  | { readonly storage: "sizes"; readonly count: number; readonly since: number }
  | { readonly storage: "fraction"; readonly only: Choice }
  | {
      readonly storage: "choice";
      readonly codes: Readonly<Record<string, number>>;
      readonly versions?: Readonly<Record<string, number>>;
    };

/** What a setting that is a choice says. */
export interface Choice {
  readonly setting: string;
  readonly choice: string;
}

/** The names of what a layer has that is a list of numbers or a matrix. */
export type FieldNames<L> = {
  [K in keyof L]-?: NonNullable<L[K]> extends Float32Array | MatrixSource ? K : never;
}[keyof L] &
  string;

/** What a layer has besides its fields. */
export type Settings<L> = Omit<L, FieldNames<L> | "kind" | "trainable">;

export type FieldTable<L> = { readonly [K in FieldNames<L>]: FieldRule<L> };

export type SettingTable<L> = { readonly [K in keyof Settings<L> & string]-?: SettingRule<L> };

/** Which fields of a layer training may change. `bias` has no effect if there is none. */
export type Trainable<Group extends string> = Readonly<Record<Group | "bias", boolean>>;

/**
 * What the package knows about one kind of layer. Parameters, their flags and counts, checks, files, tensor names,
 * digests and patches follow from its two tables. A new kind is a module like `dense.ts` and one line in `index.ts`.
 */
export interface LayerKind<L extends { readonly kind: string }> {
  /** The byte of the kind in files. Never reassign one: existing files use it. */
  readonly code: number;
  /** The lowest version of the file format that has the kind; a new kind comes with a new version. */
  readonly version: number;
  /** In the order of files. */
  readonly settings: SettingTable<L>;
  /** In the order of files; the n-th that trains is the n-th bit of the flags of a layer. */
  readonly fields: FieldTable<L>;
  /**
   * What the settings must be together; each is right for itself.
   *
   * @throws {ShapeError | RangeError | TypeError}
   */
  check?(where: string, settings: Settings<L>): void;
  /** The shape of what leaves the layer if `input` arrives. */
  outputShape(layer: L, input: Shape): Shape;
  /** The layer over a batch in float64, row-major, each sample of shape `input`; `values` is not modified. */
  forward(layer: L, values: Float64Array, input: Shape): Float64Array;
}
