/**
 * Options said once: names, checks, defaults and errors in one table; and what a wrong file looks like.
 *
 * @packageDocumentation
 */
export { closest } from "./closest.js";
export { type ByteDescription, type ByteKind, describeBytes, looksLike } from "./describe-bytes.js";
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
  limit,
  list,
  number,
  object,
  oneOf,
  text,
} from "./rules.js";
export { show } from "./show.js";
