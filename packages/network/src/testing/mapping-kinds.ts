import { isMapping, isReciprocal, type Layer, layerCodes, type MappingLayer } from "../kinds/index.js";

const kinds = Object.keys(layerCodes).map((kind) => ({ kind }) as Layer);

/** The kinds of mappings; @reciprocal/test-networks, which has them too, is made of this package. */
export const mappingKinds: readonly MappingLayer["kind"][] = kinds.filter(isMapping).map(({ kind }) => kind);

/** Those with eigenvalues. */
export const reciprocalKinds: readonly MappingLayer["kind"][] = kinds
  .filter(isReciprocal)
  .map(({ kind }) => kind);
