import {
  type Network,
  encodeNetwork,
  toSpectral,
  encodeSafetensors,
  toSafetensors,
  networkToText,
} from "@reciprocal/network";
import { encodeOnnx } from "@reciprocal/onnx";
import { defineCommand } from "citty";
import { checkArguments, oneOf } from "../check-arguments.js";
import {
  denseNamesArguments,
  forceArgument,
  spectraArgument,
  spectraFormats,
  verifyArgument,
} from "../common-arguments.js";
import { fileKinds, kindOfTarget, type FileKind } from "../file-kind.js";
import { readInput } from "../read-input.js";
import { modelIn } from "../read-model.js";
import { networkIn, orientations } from "../read-network.js";
import { note } from "../say.js";
import { checkTfjsFolder, writeTfjsFolder } from "../tfjs-folder.js";
import { UsageError } from "../usage-error.js";
import { checkOutput, writeOutput } from "../write-output.js";

const targets = fileKinds.filter((kind) => kind !== "patch");
const forms = ["spectral", "dense"] as const;

const definitions = {
  from: { type: "positional", description: "File of a network, or folder of a TensorFlow.js layers model" },
  to: { type: "positional", description: "What to write; its extension says what it becomes" },
  as: {
    type: "string",
    valueHint: targets.join("|"),
    description: "What to write, if the name does not say it",
  },
  ...spectraArgument,
  form: {
    type: "string",
    valueHint: forms.join("|"),
    description: "What an ONNX model computes with: eigenvalues and φ, or kernels (spectral)",
  },
  spectral: {
    type: "boolean",
    description: "Turn dense layers into spectral form: φ = w, λ_in = 1, λ_out = 0",
  },
  ...denseNamesArguments,
  ...verifyArgument,
  ...forceArgument,
} as const;

export const convertCommand = defineCommand({
  meta: { name: "convert", description: "Write a network as another kind of file" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const kind = oneOf("--as", args.as, targets) ?? kindOfTarget(args.to);
    const spectra = oneOf("--spectra", args.spectra, spectraFormats);
    const form = oneOf("--form", args.form, forms);
    const force = args.force === true;
    if (kind === "patch") throw new UsageError("a patch is made of two networks: reciprocal diff");
    onlyFor("--spectra", spectra, kind, ["rcp", "text"]);
    onlyFor("--form", form, kind, ["onnx"]);
    if (kind === "tfjs") checkTfjsFolder(args.to, { force });
    else checkOutput(args.to, { force });

    const orientation = oneOf("--orientation", args.orientation, orientations);
    const given = readInput(args.from);
    const read = await networkIn(given, { verify: args.verify, layers: args.layers, orientation });
    const network = args.spectral === true ? toSpectral(read.network) : read.network;
    if (kind === "tfjs") await writeTfjsFolder(args.to, network, { force });
    else if (read.isModel && (kind === "rcp" || kind === "safetensors")) {
      const model = { ...(await modelIn(given, { verify: false })), network }; // verified above
      const { encodeModel, modelToSafetensors } = await import("@reciprocal/model");
      const bytes =
        kind === "rcp"
          ? encodeModel(model, { spectra: spectra ?? "float32" })
          : encodeSafetensors(modelToSafetensors(model));
      writeOutput(args.to, bytes, { force });
      return;
    } else writeOutput(args.to, bytesOf(network, kind, { spectra, form }), { force });
    if (read.isModel)
      note(`${args.to}: holds the network alone; what the model takes and answers stays in ${args.from}`);
  },
});

interface WriteOptions {
  readonly spectra: (typeof spectraFormats)[number] | undefined;
  readonly form: (typeof forms)[number] | undefined;
}

function bytesOf(
  network: Network,
  kind: Exclude<FileKind, "patch" | "tfjs">,
  { spectra = "float32", form = "spectral" }: WriteOptions,
): Uint8Array {
  switch (kind) {
    case "rcp":
      return encodeNetwork(network, { spectra });
    case "text":
      return new TextEncoder().encode(`${networkToText(network, { spectra })}\n`);
    case "safetensors":
      return encodeSafetensors(toSafetensors(network));
    case "onnx":
      return encodeOnnx(network, { form });
  }
}

function onlyFor(
  option: string,
  value: string | undefined,
  kind: FileKind,
  kinds: readonly FileKind[],
): void {
  if (value === undefined || kinds.includes(kind)) return;
  throw new UsageError(`${option} is for ${kinds.join(" and ")}, got a target of kind ${kind}`);
}
