import { defineCommand } from "citty";
import { checkArguments, oneOf } from "../check-arguments.js";
import { denseNamesArguments, jsonArgument, verifyArgument } from "../common-arguments.js";
import { type FileKind, isTfjs, kindOfContent } from "../file-kind.js";
import { formatInspection } from "../format-inspection.js";
import { formatModel } from "../format-model.js";
import { inFile } from "../in-file.js";
import { inspectNetwork } from "../inspect-network.js";
import { inspectPatch } from "../inspect-patch.js";
import { readBytes } from "../read-bytes.js";
import { readModel } from "../read-model.js";
import { orientations, readNetwork } from "../read-network.js";

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
    const print = (text: string) => process.stdout.write(`${text}\n`);
    const bytes = isTfjs(file) ? undefined : readBytes(file);
    const size = bytes === undefined ? {} : { bytes: bytes.length };
    const head = (kind: FileKind) =>
      `${file}: ${kindTexts[kind]}${bytes ? `, ${bytes.length.toLocaleString("en-US")} bytes` : ""}`;
    if (bytes && kindOfContent(file, bytes) === "patch") {
      const patch = await inFile(file, () => inspectPatch(bytes));
      if (args.json === true) return print(JSON.stringify({ file, kind: "patch", ...size, ...patch }));
      const { changedLayers, spectra, base } = patch;
      return print(
        `${head("patch")}; changes ${changedLayers} layers, spectra as ${spectra}\nof the base with SHA-256 ${base}`,
      );
    }
    const orientation = oneOf("--orientation", args.orientation, orientations);
    const { kind, network, data, isModel } = await readNetwork(file, {
      verify,
      layers: args.layers,
      orientation,
    });
    const inspection = inspectNetwork(network, { verify, data });
    const { input, output } = isModel ? await readModel(file, { verify: false }) : {}; // verified above
    print(
      args.json === true
        ? JSON.stringify({ file, kind, ...size, ...inspection, ...(input && { model: { input, output } }) })
        : [head(kind), input && output && formatModel(input, output), formatInspection(inspection)]
            .filter((part) => part !== undefined)
            .join("\n\n"),
    );
  },
});
