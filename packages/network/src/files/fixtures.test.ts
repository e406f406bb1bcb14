import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SpectralLayer } from "../kinds/spectral.js";
import { everyKind } from "../testing/every-kind.js";
import { withParameters } from "../with-parameters.js";
import { applyPatch } from "./patch.js";
import { decodeNetwork } from "./compact.js";
import { diffNetworks } from "./patch.js";
import { encodeNetwork } from "./compact.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

const adapted = withParameters(everyKind, [
  { layer: 0, name: "lambdaIn", values: [1, -2, 0.75] },
  { layer: 4, name: "bias", values: [0.1, 0.3] },
]);

// Files once written must be read for ever, and these networks be written with these bytes for ever, since patches know
// their base by the digest of its file: a version 2 gets fixtures, and networks, of its own.
describe("files of version 1", () => {
  it("are read", () => {
    expect(decodeNetwork(fixture("version-1.rcp"))).toEqual(everyKind);
    expect(applyPatch(everyKind, fixture("version-1.rcpd"))).toEqual(adapted);
    const half = decodeNetwork(fixture("version-1-float16.rcp"));
    expect(fromSafetensors(decodeSafetensors(fixture("version-1.safetensors")))).toEqual(everyKind);
    // 1.1 of R stays as it is, 0.1 and 0.2 of the bias are rounded
    expect((half.layers[4] as SpectralLayer & { R: Float32Array }).R[0]).toBe(Math.fround(1.1));
    expect(half.layers[4]).toMatchObject({ bias: Float32Array.of(0.0999755859375, 0.199951171875) });
  });

  it("are what is written, byte for byte", () => {
    expect(Buffer.from(encodeNetwork(everyKind))).toEqual(fixture("version-1.rcp"));
    expect(Buffer.from(encodeNetwork(everyKind, { spectra: "float16" }))).toEqual(
      fixture("version-1-float16.rcp"),
    );
    expect(Buffer.from(diffNetworks(everyKind, adapted))).toEqual(fixture("version-1.rcpd"));
    expect(Buffer.from(encodeSafetensors(toSafetensors(everyKind)))).toEqual(
      fixture("version-1.safetensors"),
    );
  });
});
