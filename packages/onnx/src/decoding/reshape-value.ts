import type { Chain } from "./chain.js";
import { showList } from "@reciprocal/guards";
import { refuseUnsupported } from "./refuse.js";
import { productOf, type Size } from "./sizes.js";

/**
 * The sizes of a sample after a `Reshape` that keeps samples apart.
 *
 * @param target - the shape that it is told
 * @throws {OnnxFormatError} if samples would be mixed, or the sizes do not fit
 */
export function reshapedSample(
  chain: Chain,
  where: string,
  { target, allowsZero }: { target: readonly Size[]; allowsZero: boolean },
): readonly (number | undefined)[] {
  const width = chain.width();
  if (allowsZero && target.includes(0)) {
    refuseUnsupported(`${where} has allowzero and a 0 in its shape, which leaves no numbers`);
  }
  const refuse = (): never =>
    refuseUnsupported(
      `${where} must give samples × values, as the shapes [-1, ${width ?? "n"}] and [0, -1] do, got ${showList(target)}`,
    );
  // 0 is the size that was there before
  const before: readonly Size[] = ["samples", ...(chain.sample ?? []).map((size): Size => size ?? "unknown")];
  const [rows, ...rest] = target.map((size, axis): Size => (size === 0 ? (before[axis] ?? "unknown") : size));
  const isSamples = rows === "samples" || (typeof rows === "number" && rows > 0 && rows === chain.batch);
  const open = rest.indexOf(-1);
  const given = productOf(rest.filter((_, axis) => axis !== open));
  const isPlain = rest.every(
    (size, axis) => size === "unknown" || axis === open || (typeof size === "number" && size > 0),
  );
  // -1 is what the others leave, in one place only: samples, if the others are the whole sample
  if (!isPlain || !(isSamples || (rows === -1 && open === -1))) return refuse();
  if (typeof given === "number" && width !== undefined) {
    if (open === -1 ? given !== width : width % given !== 0) return refuse();
  } else if (given === "unknown" && (rows === -1 || rest.every((size) => typeof size === "number"))) {
    return refuse();
  }
  if (rest.length === 0 && width !== 1) return refuse();
  return rest.map((size, axis) => {
    if (axis === open) return width !== undefined && typeof given === "number" ? width / given : undefined;
    return typeof size === "number" ? size : undefined;
  });
}
