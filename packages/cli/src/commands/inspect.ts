import { defineCommand } from "citty";
import { checkArguments, oneOf } from "../check-arguments.js";
import { denseNamesArguments, jsonArgument, verifyArgument } from "../common-arguments.js";
import type { FileKind } from "../file-kind.js";
import { formatInspection } from "../format-inspection.js";
import { formatModel } from "../format-model.js";
import { inFile } from "../in-file.js";
import { inspectNetwork } from "../inspect-network.js";
import { inspectPatch } from "../inspect-patch.js";
import { readInput } from "../read-input.js";
import { modelIn } from "../read-model.js";
import { networkIn, orientations } from "../read-network.js";
import { print, printData } from "../say.js";

const definitions = {
  file: {
    type: "positional",
    description: "File of a network or a patch, or folder of a TensorFlow.js layers model",
  },
  ...denseNamesArguments,
  ...verifyArgument,
  ...jsonArgument,
} as const;

const kindTexts: Readonly<Record<FileKind, string>> = {
  rcp: "network",
  patch: "patch",
  text: "network as text",
  safetensors: "network in safetensors",
  onnx: "ONNX model",
  tfjs: "layers model of TensorFlow.js",
};

export const inspectCommand = defineCommand({
  meta: { name: "inspect", description: "Say what a file holds: layers, seeds, digests, sizes, spectra" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const { file, verify } = args;
    const given = readInput(file);
    const { kind, bytes } = given;
    const size = bytes === undefined ? {} : { bytes: bytes.length };
    const head = `${file}: ${kindTexts[kind]}${bytes ? `, ${bytes.length.toLocaleString("en-US")} bytes` : ""}`;
    if (kind === "patch") {
      const patch = await inFile(file, () => inspectPatch(bytes));
      if (args.json === true) return printData(JSON.stringify({ file, kind, ...size, ...patch }));
      const { changedLayers, spectra, base } = patch;
      return print(
        `${head}; changes ${changedLayers} layers, spectra as ${spectra}\nof the base with SHA-256 ${base}`,
      );
    }
    const orientation = oneOf("--orientation", args.orientation, orientations);
    const { network, data, isModel } = await networkIn(given, {
      verify,
      layers: args.layers,
      orientation,
    });
    const inspection = inspectNetwork(network, { verify, data });
    const { input, output } = isModel ? await modelIn(given, { verify: false }) : {}; // verified above
    if (args.json === true) {
      const model = input && { model: { input, output } };
      return printData(JSON.stringify({ file, kind, ...size, ...inspection, ...model }));
    }
    print(
      [head, input && output && formatModel(input, output), formatInspection(inspection)]
        .filter((part) => part !== undefined)
        .join("\n\n"),
    );
  },
});
