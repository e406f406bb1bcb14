/**
 * Networks of every kind for tests. A kind is added to one list, in kinds.ts, and is tested everywhere.
 *
 * @packageDocumentation
 */
export {
  hasDynamicMask,
  samplesOf,
  withBiases,
  withMasks,
  withNodesRemoved,
  withStoredMatrices,
} from "./alter.js";
export {
  countByFormula,
  kernelByFormula,
  type MappingKind,
  mappingKinds,
  specOf,
  type SpecRest,
} from "./kinds.js";
export { networkOf, networks, networksOf, threeLayers } from "./networks.js";
