import { UsageError } from "@reciprocal/sweeps";
import { defineMeasurement } from "../measurement.js";
import { integer, oneOf } from "../options.js";
import { networkName } from "../speed/network-name.js";

const options = {
  network: { read: networkName, hint: "784-200-10", default: "784-200-10", about: "Layer sizes" },
  method: {
    read: oneOf(["dense", "spectral"]),
    hint: "dense|spectral",
    default: "dense",
    about: "What is trained",
  },
  early: { read: integer(1), hint: "n", default: "2000", about: "Steps before the first look" },
  late: { read: integer(1), hint: "n", default: "20000", about: "Steps before the second look" },
  json: { flag: true, about: "Print one JSON object on standard output instead of a sentence" },
} as const;

export const memoryCommand = defineMeasurement({
  name: "memory",
  about: "Compare the process's memory after few and after many training steps",
  options,
  async run({ early, late, json, ...subject }) {
    if (late <= early) throw new UsageError(`--late must be above --early (${early}), got ${late}`);
    const { measureMemory } = await import("./measure-memory.js");
    const onProgress = (text: string) => process.stderr.write(`${text}\n`);
    const measured = await measureMemory({ ...subject, early, late, onProgress });
    if (json) return JSON.stringify(measured);
    const { network, method, bytes, growth } = measured;
    const [before, after] = bytes.map((count) => `${(count / 2 ** 20).toFixed(0)} MiB`) as [string, string];
    return `${network} ${method}: ${before} after ${early} steps, ${after} after ${late} (${(100 * growth).toFixed(1)} %)`;
  },
});
