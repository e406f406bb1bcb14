import { defineMeasurement } from "../measurement.js";
import { integer, oneOf } from "../options.js";
import { networkNames } from "./network-name.js";

const options = {
  networks: {
    read: networkNames,
    hint: "784-200-10,…",
    default: "784-200-10,784-1000-10,3072-500-10",
    about: "Layer sizes of the networks; none for none",
  },
  maskedNetworks: {
    read: networkNames,
    hint: "784-500-500-10,…",
    default: "784-500-500-10",
    about: "Layer sizes of the networks whose steps are timed with dynamic masks and without; none for none",
  },
  noSparse: { flag: true, about: "Do not time products in sparse rows" },
  repeats: { read: integer(1, 1000), hint: "n", default: "7", about: "Repeats, which take turns" },
  steps: { read: integer(1, 100), hint: "n", default: "30", about: "Training steps per repeat" },
  peer: {
    read: oneOf(["pytorch"]),
    otherwise: undefined,
    hint: "pytorch",
    about: "Time PyTorch too (needs a python3 with torch)",
  },
  browser: {
    flag: true,
    about: "Time training in Chromium too (needs a Chromium on PATH or in CHROMIUM_PATH)",
  },
  json: { flag: true, about: "Print one JSON object on standard output, and nothing else there" },
} as const;

export const speedCommand = defineMeasurement({
  name: "speed",
  about: "Time training steps here, in TensorFlow.js and in PyTorch",
  options,
  async run({ noSparse, peer, json, ...subjects }) {
    const [{ runSpeed }, { formatSpeed }] = await Promise.all([
      import("./run-speed.js"),
      import("./format-speed.js"),
    ]);
    const report = await runSpeed({
      ...subjects,
      sparse: !noSparse,
      pytorch: peer === "pytorch",
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    return json ? JSON.stringify(report) : formatSpeed(report);
  },
});
