import type { Dataset } from "@reciprocal/datasets";
import type { Measures, Model } from "@reciprocal/model";
import { inFile } from "./in-file.js";
import { note } from "./say.js";
import { type Data, dataKinds, loadImages, loadSet } from "./training-data.js";

/** Measures models that take the same as this one, on samples with their answers; of a named set, on its test part. */
export async function measuring(model: Model, data: Data): Promise<(model: Model) => Promise<Measures>> {
  const samples = await samplesFor(model, data);
  const { evaluateModel } = await import("@reciprocal/model");
  const options = data.kind === "table" ? { table: data.reading } : {};
  return (one) => inFile(data.name, () => evaluateModel(one, samples, options));
}

async function samplesFor({ input, output }: Model, data: Data): Promise<Uint8Array | Dataset> {
  if (data.kind === "table") return data.bytes;
  if (data.kind === "set") return (await loadSet(data, note)).test;
  if (input.kind !== "image")
    throw new Error(`${data.name}: ${dataKinds[data.kind]}, but the model takes ${input.kind}`);
  const { height, width, channels, fit, background } = input;
  return loadImages(
    data.name,
    {
      size: [height, width],
      ...{ grayscale: channels === 1, fit, background },
      ...(output.kind === "classes" && { classNames: output.classes }),
    },
    note,
  );
}
