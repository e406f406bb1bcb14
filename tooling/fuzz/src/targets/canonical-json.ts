import { canonicalJson, FileFormatError, parseCanonicalJson, type PlainData } from "@reciprocal/network";
import fc from "fast-check";
import { anyByteDamage } from "../damage/bytes.js";
import { anyJsonDamage } from "../damage/json.js";
import { mustHold, type Target } from "../target.js";

const seeds = [
  { a: [1, -0, 2.5e-7, 1e21, null, true], b: { "": "text", constructor: "x" }, é: "\u2028\ud83d\ude00" },
  [[[[]]], {}, "", 0],
  "text",
  { columns: [{ kind: "numbers", name: "a", mean: 0.1, deviation: 2 }], classes: ["one", "two"] },
].map((data) => canonicalJson("seed", data as PlainData));

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

/** The same data in its one form, where it has one. */
function canonical(text: string): string {
  try {
    return canonicalJson("", JSON.parse(text) as PlainData);
  } catch {
    return text;
  }
}

export const canonicalJsonText: Target<PlainData> = {
  name: "canonical-json",
  inputs: fc
    .record({ seed: fc.constantFrom(...seeds), json: anyJsonDamage, bytes: anyByteDamage, kind: fc.nat(3) })
    .map(({ seed, json, bytes, kind }) => {
      if (kind === 0) return bytes(Buffer.from(seed), Buffer.from(seeds[0]!));
      return Buffer.from(kind === 1 ? json(seed) : canonical(json(seed)));
    }),
  read: (bytes) => parseCanonicalJson("data", textOf(bytes)),
  permits: (error) => error instanceof FileFormatError,
  check(data, bytes) {
    mustHold(
      canonicalJson("data", data) === textOf(bytes),
      "must be the text that was read when written again",
    );
  },
};
