import { decodeModel, encodeModel, type Model, type OpenedModel, openModel } from "@reciprocal/model";
import { canonicalJson, FileFormatError, inputSize, type PlainData } from "@reciprocal/network";
import fc from "fast-check";
import { damaged, joinBytes } from "../damage/bytes.js";
import { anyJsonDamage } from "../damage/json.js";
import { isSealed, resealed } from "../damage/seal.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, maxEntries, networkMemory } from "./check-network.js";
import { modelFiles } from "./models.js";

/** The bytes before the JSON of a model and its length, and the JSON. */
const parts = modelFiles.map((file) => {
  const start =
    Buffer.from(file).indexOf('{"model":') >= 0
      ? Buffer.from(file).indexOf('{"model":')
      : Buffer.from(file).indexOf('{"');
  return { before: file.slice(0, start - 4), json: Buffer.from(file.subarray(start, -32)).toString("utf8") };
});

/** In the form in which a file holds it, if it is JSON that has one: else readers look no further. */
function canonical(text: string): string {
  try {
    return canonicalJson("", JSON.parse(text) as PlainData);
  } catch {
    return text;
  }
}

const damagedText = fc
  .record({ seed: fc.nat(parts.length - 1), damage: anyJsonDamage, asIs: fc.nat(9) })
  .map(({ seed, damage, asIs }) => {
    const { before, json } = parts[seed]!;
    const text = Buffer.from(asIs === 0 ? damage(json) : canonical(damage(json)));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return resealed(joinBytes(before, length, text, new Uint8Array(32)));
  });

export const modelFile: Target<Model> = {
  name: "model-file",
  inputs: fc.oneof(damagedText, damagedText, damaged(modelFiles, resealed)),
  read: (bytes) => decodeModel(bytes, { verify: false, maxEntries }),
  permits: (error) => error instanceof FileFormatError,
  memory: networkMemory,
  async check(model, bytes) {
    mustHold(isSealed(bytes), "must refuse a file whose digest is another");
    if (checkNetwork(model.network) === undefined) return;
    const again = encodeModel(model);
    mustHold(
      Buffer.compare(encodeModel(decodeModel(again)), again) === 0,
      "must be the same when read again",
    );
    let opened: OpenedModel;
    try {
      opened = await openModel(bytes, { verify: false, maxEntries });
    } catch (error) {
      // numbers that are finite one by one can make a kernel that is not
      mustHold(
        error instanceof RangeError && /must be finite/.test(error.message),
        `must open, got ${String(error)}`,
      );
      return;
    }
    if (model.input.kind === "numbers") {
      const answers = await opened.predict([new Float64Array(inputSize(model.network)).fill(0.5)]);
      mustHold(answers.length === 1, "must answer once for one sample");
    }
    await opened.release();
  },
};
