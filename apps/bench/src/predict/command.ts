import { defineMeasurement } from "../measurement.js";
import { integer } from "../options.js";
import { networkNames } from "../speed/network-name.js";

const options = {
  networks: {
    read: networkNames,
    hint: "784-500-10,…",
    default: "784-500-10",
    about: "Layer sizes of the networks",
  },
  repeats: { read: integer(1, 1000), hint: "n", default: "15", about: "Repeats, which take turns" },
  calls: { read: integer(1, 100_000), hint: "n", default: "200", about: "Calls of one sample per repeat" },
  samples: { read: integer(1, 100_000), hint: "n", default: "1000", about: "Samples of the large call" },
  concurrent: {
    read: integer(1, 10_000),
    hint: "n",
    default: "100",
    about: "Calls at once, and connections to the server",
  },
  load: {
    read: integer(0, 600),
    hint: "seconds",
    default: "5",
    about: "Load on a server of each kind; 0 for none",
  },
  json: { flag: true, about: "Print one JSON object on standard output, and nothing else there" },
} as const;

export const predictCommand = defineMeasurement({
  name: "predict",
  about: "Time predictions by predictors, sessions of ONNX Runtime and plain TypeScript, and load servers",
  options,
  async run({ json, ...chosen }) {
    const [{ runPredict }, { formatPredict }] = await Promise.all([
      import("./run-predict.js"),
      import("./format-predict.js"),
    ]);
    const report = await runPredict({
      ...chosen,
      onProgress: (text) => process.stderr.write(`${text}\n`),
    });
    return json ? JSON.stringify(report) : formatPredict(report);
  },
});
