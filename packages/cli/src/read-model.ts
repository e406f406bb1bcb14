import { decodeSafetensors } from "@reciprocal/network";
import type { Model } from "@reciprocal/model";
import { kindOfContent } from "./file-kind.js";
import { inFile } from "./in-file.js";
import { readBytes } from "./read-bytes.js";
import { UsageError } from "./usage-error.js";

/** The model in a file that `reciprocal train` or `encodeModel` wrote. */
export async function readModel(path: string, { verify }: { readonly verify: boolean }): Promise<Model> {
  const { decodeModel, modelFromSafetensors } = await import("@reciprocal/model");
  const bytes = readBytes(path);
  const kind = kindOfContent(path, bytes);
  if (kind !== "rcp" && kind !== "safetensors")
    throw new UsageError(
      `${path}: a model is an .rcp or .safetensors file of \`reciprocal train\`, got one of kind ${kind}`,
    );
  return inFile(path, () => {
    if (kind === "rcp") return decodeModel(bytes, { verify });
    return modelFromSafetensors(decodeSafetensors(bytes), { verify });
  });
}
