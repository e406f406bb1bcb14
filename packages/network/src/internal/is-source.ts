import type { MatrixSource } from "../matrix-source.js";

/** Whether a group's numbers are a matrix with its own sizes, stored or by recipe, and not a plain array. */
export function isSource(content: unknown): content is MatrixSource {
  return typeof content === "object" && content !== null && "rows" in content;
}
