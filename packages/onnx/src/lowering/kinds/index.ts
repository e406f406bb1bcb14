import type { Layer } from "@reciprocal/network";
import type { Form, FormsOf, LayerContext } from "../form.js";
import { activation } from "./activation.js";
import { dense } from "./dense.js";
import { sQr } from "./s-qr.js";
import { sSvd } from "./s-svd.js";
import { spectral } from "./spectral.js";

const kinds = { activation, dense, spectral, "s-svd": sSvd, "s-qr": sQr } satisfies {
  readonly [K in Layer["kind"]]: FormsOf<Extract<Layer, { kind: K }>>;
};

/** Every way in which a layer can be computed. */
export function formsOf(layer: Layer, context: LayerContext): readonly Form[] {
  return (kinds[layer.kind] as FormsOf<Layer>)(layer, context);
}
