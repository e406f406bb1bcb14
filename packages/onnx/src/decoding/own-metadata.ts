import { check, integer, isObject, parseJson, quote, show } from "@reciprocal/guards";
import type { ModelProto } from "@reciprocal/graph";
import {
  checkMadeEntries,
  type DecodeOptions,
  isMapping,
  type Layer,
  layerFields,
  matrixDigest,
  type MatrixSource,
  type Network,
  type Recipe,
  type RecipeSource,
  type StoredMatrix,
  validateNetwork,
} from "@reciprocal/network";
import { refuseFormat } from "./refuse.js";

/** The texts of a model that `encodeOnnx` wrote, by their keys; those of other tools are left out. */
export type OwnMetadata = ReadonlyMap<string, string>;

const prefix = "reciprocal.";
const knownKeys = /^reciprocal\.(form|layer(0|[1-9]\d*)\.(kind|\w+\.(recipe|sha256)))$/;

/**
 * The texts whose keys begin with `reciprocal.`.
 *
 * @throws {OnnxFormatError} for a key that `encodeOnnx` does not write, or that stands twice
 */
export function ownMetadata({ metadata = [] }: ModelProto): OwnMetadata {
  const texts = new Map<string, string>();
  for (const { key = "", value = "" } of metadata) {
    if (!key.startsWith(prefix)) continue;
    if (!knownKeys.test(key)) refuseFormat(`the metadata have the unknown field ${quote(key)}`);
    if (texts.has(key)) refuseFormat(`the metadata have the field ${quote(key)} twice`);
    texts.set(key, value);
  }
  return texts;
}

export const formOf = (texts: OwnMetadata): string | undefined => texts.get(`${prefix}form`);

/** The kinds of the mappings, each with the place of its layer. */
export function kindsOf(texts: OwnMetadata): { readonly index: number; readonly kind: string }[] {
  return [...texts].flatMap(([key, kind]) => {
    const index = /^reciprocal\.layer(\d+)\.kind$/.exec(key)?.[1];
    return index === undefined ? [] : [{ index: Number(index), kind }];
  });
}

/** A matrix of a network that has numbers, and what the metadata say of it. */
interface Described {
  readonly index: number;
  readonly name: string;
  /** How errors call it. */
  readonly part: string;
  readonly stored: StoredMatrix;
  readonly recipe: string | undefined;
  readonly digest: string | undefined;
}

/**
 * A network with the recipes of its matrices in place of their numbers, where a recipe makes just these. What makes others (on
 * this machine, or as it was changed) or is of another size, as where rows and columns are selected, leaves the numbers.
 *
 * @param network - as `encodeOnnx` wrote it, with all numbers
 * @param warn - is told of a recipe that makes other numbers
 * @throws {OnnxFormatError} for a text that belongs to nothing in the network, one that is no recipe, numbers that have another
 *   SHA-256 than the one beside them, and recipes that make more than `maxEntries` entries together
 */
export function withRecipes(
  network: Network,
  texts: OwnMetadata,
  {
    verify,
    warn,
    ...limit
  }: DecodeOptions & { readonly verify: boolean; readonly warn: (message: string) => void },
): Network {
  const described = describedMatrices(network, texts);
  refuseStray(network, texts, described);
  const sources = described.flatMap((matrix) => {
    const source = recipeOf(matrix);
    return source ? [{ ...matrix, source }] : [];
  });
  checkRecipes(
    withSources(
      network,
      sources.map(({ source, ...rest }) => ({ ...rest, source: ofSize(source, rest.stored) })),
    ),
  );
  if (!verify) return network;
  const made = sources.filter(
    ({ source, stored }) => source.rows === stored.rows && source.columns === stored.columns,
  );
  try {
    checkMadeEntries("decodeOnnx", made, limit);
  } catch (error) {
    refuseFormat((error as Error).message.replace("decodeOnnx: ", ""), error);
  }
  const digests = new Map(described.map((matrix) => [matrix.stored, checkedDigest(matrix)]));
  return withSources(
    network,
    made.filter((matrix) => {
      const isSame = digestOf(matrix.source) === digests.get(matrix.stored);
      if (!isSame)
        warn(`the recipe of ${matrix.part} makes other numbers here; the network holds those of the model`);
      return isSame;
    }),
  );
}

function describedMatrices({ layers }: Network, texts: OwnMetadata): Described[] {
  return layers.flatMap((layer, index) =>
    isMapping(layer)
      ? layerFields(layer).flatMap(({ name, content }): Described[] => {
          if (content instanceof Float32Array || !("values" in content)) return [];
          const text = (what: string) => texts.get(`${prefix}layer${index}.${name}.${what}`);
          const part = `layer ${index} (${layer.kind}): ${name}`;
          return [{ index, name, part, stored: content, recipe: text("recipe"), digest: text("sha256") }];
        })
      : [],
  );
}

function refuseStray({ layers }: Network, texts: OwnMetadata, described: readonly Described[]): void {
  const known = new Set([
    `${prefix}form`,
    ...layers.flatMap((layer, index) => (isMapping(layer) ? [`${prefix}layer${index}.kind`] : [])),
    ...described.flatMap(({ index, name }) =>
      ["recipe", "sha256"].map((what) => `${prefix}layer${index}.${name}.${what}`),
    ),
  ]);
  const stray = [...texts.keys()].find((key) => !known.has(key));
  if (stray !== undefined)
    refuseFormat(`the field ${quote(stray)} of the metadata belongs to nothing in the model`);
}

/** What a text says; whether it is a recipe, `checkRecipes` tells. */
function recipeOf({ recipe: text, part }: Described): RecipeSource | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = parseJson(text);
    if (!isObject(parsed)) throw new TypeError(`it must be an object, got ${show(parsed)}`);
    const { rows, columns, ...recipe } = parsed as Recipe & { rows: number; columns: number };
    for (const [name, value] of [
      ["rows", rows],
      ["columns", columns],
    ] as const) {
      check(integer({ min: 1 }), "recipe", name, value);
    }
    return { rows, columns, recipe };
  } catch (error) {
    return refuseFormat(`the recipe of ${part} is broken: ${(error as Error).message}`, error);
  }
}

const ofSize = ({ recipe }: RecipeSource, { rows, columns }: StoredMatrix): RecipeSource => ({
  rows,
  columns,
  recipe,
});

function checkRecipes(network: Network): void {
  try {
    validateNetwork(network);
  } catch (error) {
    refuseFormat(`the metadata have no recipe: ${(error as Error).message}`, error);
  }
}

/** The SHA-256 of the numbers of a matrix, which must be the one beside them. */
function checkedDigest({ part, stored, digest }: Described): string {
  const found = matrixDigest(stored);
  if (digest === undefined || digest === found) return found;
  return refuseFormat(
    `${part} must have the SHA-256 ${quote(digest)}, got ${found}; its numbers were changed after they were written`,
  );
}

/** Settings that are finite one by one can still make no matrix of finite numbers. */
function digestOf(source: MatrixSource): string | undefined {
  try {
    return matrixDigest(source);
  } catch {
    return undefined;
  }
}

function withSources(
  { layers, ...rest }: Network,
  sources: readonly { readonly index: number; readonly name: string; readonly source: MatrixSource }[],
): Network {
  const changed = [...layers];
  for (const { index, name, source } of sources) {
    changed[index] = { ...changed[index], [name]: source } as Layer;
  }
  return { ...rest, layers: changed };
}
