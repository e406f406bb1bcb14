import { isSource } from "../../internal/is-source.js";
import type { RecipeSource, MatrixSource } from "../../matrix-source.js";
import type { Network } from "../../network.js";
import { layerLabel } from "../../validate-network.js";
import { fieldContent } from "./field-content.js";
import { layerFields } from "./layer-fields.js";

/** A matrix of a network that is not stored but made. */
export interface MadeMatrix {
  /** What errors call it. */
  readonly part: string;
  readonly source: MatrixSource;
  /** What its recipe makes: itself, or what it is selected from. */
  readonly whole: RecipeSource;
}

export function madeMatrices({ layers }: Network): MadeMatrix[] {
  return layers.flatMap((layer, index) => {
    if (layer.kind === "activation") return [];
    return layerFields[layer.kind].flatMap((field) => {
      const source = fieldContent(layer, field);
      if (!isSource(source) || "values" in source) return [];
      const whole = "selection" in source ? source.selection.of : source;
      return [{ part: `${layerLabel(layer, index)}: ${field.name}`, source, whole }];
    });
  });
}
