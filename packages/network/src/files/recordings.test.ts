import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parameters } from "../parameters.js";
import { applyPatch, diffNetworks } from "./patch.js";
import { decodeNetwork, encodeNetwork } from "./compact.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import { networkFromText, networkToText } from "./text.js";

// Networks of every kind before and after a training, with the patch between the two, as they were written at commit
// 315c5e7 (the recordings of @reciprocal/training make them), and digests of the other forms that they had then.
// Reading and writing them needs no processor of any kind, so all of it must stay, byte for byte.
//
// RECORD=all npx vitest run --project @reciprocal/network src/files/recordings.test.ts
//   records the digests anew; only after the networks themselves were, or with a new version of a format.
const folder = new URL("../../fixtures/trained/", import.meta.url);
const file = (name: string) => readFileSync(new URL(name, folder));
const names = readdirSync(folder).flatMap((name) =>
  name.endsWith(".rcp") && !name.endsWith("-start.rcp") ? [name.slice(0, -".rcp".length)] : [],
);

type Digests = Readonly<Record<"float16" | "safetensors" | "text" | "numbers", string>>;
const isRecording = process.env["RECORD"] === "all";
const digests = (isRecording ? {} : JSON.parse(file("digests.json").toString())) as Record<string, Digests>;

const digestOf = (...parts: readonly (Uint8Array | string)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

describe("trained networks as they were recorded", () => {
  it("are of every kind, each plain, with a fixed mask and with a dynamic one", () => {
    expect(names).toHaveLength(18);
  });

  it.each(names)("have the same files: %s", (name) => {
    const [start, trained] = [`${name}-start.rcp`, `${name}.rcp`].map((path) => decodeNetwork(file(path)));
    expect(Buffer.from(encodeNetwork(start!))).toEqual(file(`${name}-start.rcp`));
    expect(Buffer.from(encodeNetwork(trained!))).toEqual(file(`${name}.rcp`));
    expect(Buffer.from(diffNetworks(start!, trained!))).toEqual(file(`${name}.rcpd`));
    expect(applyPatch(start!, file(`${name}.rcpd`))).toEqual(trained);
  });

  it.each(names)("have the same numbers and other forms: %s", (name) => {
    const network = decodeNetwork(file(`${name}.rcp`));
    const content = toSafetensors(network);
    const safetensors = encodeSafetensors(content);
    const text = networkToText(network);
    expect(fromSafetensors(decodeSafetensors(safetensors))).toEqual(network);
    expect(networkFromText(text)).toEqual(network);
    // the digest was not written then; all else is as it was
    const metadata = { ...content.metadata };
    delete metadata["reciprocal.digest"];
    const found: Digests = {
      float16: digestOf(encodeNetwork(network, { spectra: "float16" })),
      safetensors: digestOf(encodeSafetensors({ tensors: content.tensors, metadata })),
      text: digestOf(text),
      numbers: digestOf(
        ...parameters(network).flatMap(({ layer, name, values }) => [
          `${layer}.${name}`,
          new Uint8Array(Float32Array.from(values).buffer),
        ]),
      ),
    };
    if (isRecording) {
      digests[name] = found;
      writeFileSync(new URL("digests.json", folder), `${JSON.stringify(digests, undefined, 2)}\n`);
    }
    expect(found).toEqual(digests[name]);
  });
});
