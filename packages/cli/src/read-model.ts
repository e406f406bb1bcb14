import { decodeSafetensors } from "@reciprocal/network";
import type { Model } from "@reciprocal/model";
import { inFile } from "./in-file.js";
import { type Input, readInput } from "./read-input.js";
import { UsageError } from "./usage-error.js";

/** The model in a file that `reciprocal train` or `encodeModel` wrote. */
export async function readModel(path: string, options: { readonly verify: boolean }): Promise<Model> {
  return modelIn(readInput(path), options);
}

/** The model in a file that was read. */
export async function modelIn(
  { path, kind, bytes }: Input,
  { verify }: { readonly verify: boolean },
): Promise<Model> {
  const { decodeModel, modelFromSafetensors } = await import("@reciprocal/model");
  if (kind !== "rcp" && kind !== "safetensors")
    throw new UsageError(
      `${path}: a model is an .rcp or .safetensors file of \`reciprocal train\`, got one of kind ${kind}`,
    );
  return inFile(path, () => {
    if (kind === "rcp") return decodeModel(bytes, { verify });
    return modelFromSafetensors(decodeSafetensors(bytes), { verify });
  });
}
