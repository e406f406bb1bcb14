import { defineCommand } from "citty";
import { checkArguments, oneOf, wholeNumber } from "../option-values.js";
import { layerSizes } from "../speed/speed-network.js";
import { UsageError } from "../usage-error.js";
import { jsonArgument, showDefaults } from "../common-arguments.js";
import { measureMemory } from "./measure-memory.js";

const memoryArguments = showDefaults({
  network: { type: "string", valueHint: "784-200-10", description: "Layer sizes", default: "784-200-10" },
  method: { type: "string", valueHint: "dense|spectral", description: "What is trained", default: "dense" },
  early: { type: "string", valueHint: "n", description: "Steps before the first look", default: "2000" },
  late: { type: "string", valueHint: "n", description: "Steps before the second look", default: "20000" },
  ...jsonArgument,
});

export const memoryCommand = defineCommand({
  meta: {
    name: "memory",
    description: "Compare the process's memory after few and after many training steps",
  },
  args: memoryArguments,
  async run({ args }) {
    checkArguments(args, memoryArguments);
    const early = wholeNumber("--early", args.early, { minimum: 1 });
    const late = wholeNumber("--late", args.late, { minimum: 1 });
    if (late <= early) throw new UsageError(`--late must be above --early (${early}), got ${late}`);
    const measured = await measureMemory({
      network: layerSizes("--network", args.network).join("-"),
      method: oneOf("--method", args.method, ["dense", "spectral"]),
      early,
      late,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    const megabytes = measured.bytes.map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`);
    const text = `${measured.network} ${measured.method}: ${megabytes[0]!} after ${early} steps, ${megabytes[1]!} after ${late} (${(100 * measured.growth).toFixed(1)} %)`;
    process.stdout.write(`${args.json ? JSON.stringify(measured) : text}\n`);
  },
});
