/**
 * Options said once: names, checks, defaults and errors in one table; JSON of files; what a wrong file looks like; input as errors may
 * show it; and data that nobody can change.
 *
 * @packageDocumentation
 */
export { closest } from "./closest.js";
export { type ByteDescription, type ByteKind, describeBytes, looksLike } from "./describe-bytes.js";
export { checkOutputs, findNaN, findNotFinite } from "./find-not-finite.js";
export { freezeDeep } from "./freeze-deep.js";
export { imageSize } from "./image-size.js";
export {
  check,
  options,
  type Options,
  type OptionTable,
  type ReadOptions,
  refuseUnknown,
} from "./options.js";
export { type DefaultRule, type OptionalRule, rule, ruleOf, type Rule } from "./rule.js";
export {
  abortSignal,
  any,
  type Bounds,
  callback,
  flag,
  instance,
  integer,
  isObject,
  isRecord,
  limit,
  list,
  number,
  object,
  oneOf,
  text,
} from "./rules.js";
export { parseJson } from "./parse-json.js";
export { cutMessage, enumerate, printable, printableLines, quote, showList } from "./quote.js";
export { show } from "./show.js";
