import type { LayerSpec } from "@reciprocal/network";
import type { Method } from "@reciprocal/published";
import { UsageError } from "@reciprocal/sweeps";

/** The kinds of layers that a form may name. */
export const formKinds = ["dense", "spectral", "s-svd", "s-qr"] as const satisfies readonly Method[];

/**
 * The layers of a form, a text such as `s-qr:80+spectral:10`: the kinds of the mappings with their nodes, ReLU after each but the
 * last, softmax after that. `linear:8` is a dense mapping with neither bias nor activation, of which the next one makes a product of
 * two narrow matrices.
 *
 * @throws {RangeError} for any other text
 */
export function formLayers(form: string): LayerSpec[] {
  const words = form.split("+");
  return words.map((word, index) => {
    const [, kind, units] = /^([a-z-]+):([1-9]\d{0,5})$/.exec(word) ?? [];
    if (kind === "linear") return { kind: "dense", units: Number(units), useBias: false };
    const known = formKinds.find((one) => one === kind);
    if (known === undefined) {
      throw new RangeError(
        `formLayers: needs layers such as ${formKinds[1]}:80, of ${formKinds.join(", ")} or linear, got “${word}”`,
      );
    }
    const isLast = index === words.length - 1;
    return { kind: known, units: Number(units), activation: isLast ? "softmax" : "relu" };
  });
}

/** Reads a form on the command line that ends with so many classes. */
export function formOf(classes: number): (text: string, option: string) => string {
  return (text, option) => {
    try {
      if (formLayers(text).at(-1)!.units === classes) return text;
    } catch {
      // said below, with the name of the option
    }
    throw new UsageError(
      `${option} must be layers such as s-qr:80+spectral:${classes}, the last of ${classes} nodes, got "${text}"`,
    );
  };
}
