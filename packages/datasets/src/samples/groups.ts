import { show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";

/** Something that samples have in common, such as a patient: one text or number for each sample. */
export type SampleGroups = ArrayLike<string | number>;

/**
 * The samples of each group, the groups in the order in which they come up.
 *
 * @throws {TypeError} for groups that are no array, or one that is neither text nor number
 * @throws {ShapeError} for another number of them than of samples
 */
export function membersOf(where: string, groups: SampleGroups, order: ArrayLike<number>): number[][] {
  const list: unknown = groups;
  if (!(Array.isArray(list) || ArrayBuffer.isView(list))) {
    throw new TypeError(`${where}: groups must be an array of texts or numbers, got ${show(list)}`);
  }
  if (groups.length !== order.length) {
    throw new ShapeError(`${where}: groups needs ${order.length} values, one a sample, got ${groups.length}`);
  }
  const members = new Map<string | number, number[]>();
  for (let i = 0; i < order.length; i++) {
    const sample = order[i]!;
    const group: unknown = groups[sample];
    if (!(typeof group === "string" || (typeof group === "number" && !Number.isNaN(group)))) {
      throw new TypeError(`${where}: groups[${sample}] must be a text or a number, got ${show(group)}`);
    }
    const found = members.get(group);
    if (found) found.push(sample);
    else members.set(group, [sample]);
  }
  return [...members.values()];
}
