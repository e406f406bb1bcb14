import { defineCommand } from "citty";
import { jsonArgument, showDefaults } from "../common-arguments.js";
import { checkArguments, listOf, oneOf, wholeNumber } from "../option-values.js";
import { formatSpeed } from "./format-speed.js";
import { runSpeed } from "./run-speed.js";
import { layerSizes } from "./speed-network.js";

const speedArguments = showDefaults({
  networks: {
    type: "string",
    valueHint: "784-200-10,…",
    description: "Layer sizes of the networks; none for none",
    default: "784-200-10,784-1000-10,3072-500-10",
  },
  "masked-networks": {
    type: "string",
    valueHint: "784-500-500-10,…",
    description:
      "Layer sizes of the networks whose steps are timed with dynamic masks and without; none for none",
    default: "784-500-500-10",
  },
  sparse: {
    type: "boolean",
    description: "Time products in sparse rows too, at 784×500 (--no-sparse: do not)",
    default: true,
  },
  repeats: { type: "string", valueHint: "n", description: "Repeats, which take turns", default: "7" },
  steps: { type: "string", valueHint: "n", description: "Training steps per repeat", default: "30" },
  peer: {
    type: "string",
    valueHint: "pytorch",
    description: "Time PyTorch too (needs a python3 with torch)",
  },
  browser: {
    type: "boolean",
    description: "Time training in Chromium too (needs a Chromium on PATH or in CHROMIUM_PATH)",
    default: false,
  },
  ...jsonArgument,
});

export const speedCommand = defineCommand({
  meta: { name: "speed", description: "Time training steps here, in TensorFlow.js and in PyTorch" },
  args: speedArguments,
  async run({ args }) {
    checkArguments(args, speedArguments);
    const report = await runSpeed({
      networks: networksOf("--networks", args.networks),
      maskedNetworks: networksOf("--masked-networks", args["masked-networks"]),
      sparse: args.sparse,
      repeats: wholeNumber("--repeats", args.repeats, { minimum: 1, maximum: 1000 }),
      steps: wholeNumber("--steps", args.steps, { minimum: 1, maximum: 100 }),
      pytorch: args.peer !== undefined && oneOf("--peer", args.peer, ["pytorch"]) === "pytorch",
      browser: args.browser,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    process.stdout.write(`${args.json ? JSON.stringify(report) : formatSpeed(report)}\n`);
  },
});

function networksOf(option: string, text: string): string[] {
  return text === "none" ? [] : listOf(text, (name) => layerSizes(option, name).join("-"));
}
