import { defineCommand } from "citty";
import { checkArguments } from "../check-arguments.js";
import { dataArguments, jsonArgument, verifyArgument } from "../common-arguments.js";
import { measuring } from "../measure.js";
import { readModel } from "../read-model.js";
import { print, printData } from "../say.js";
import { dataAt } from "../training-data.js";

const definitions = {
  model: { type: "positional", description: "File of `reciprocal train`" },
  data: {
    type: "positional",
    description:
      'What training took: a CSV file with the label, or "-"; a folder of images; a named set (its test part)',
  },
  ...dataArguments,
  ...verifyArgument,
  ...jsonArgument,
} as const;

export const evaluateCommand = defineCommand({
  meta: { name: "evaluate", description: "Measure a model on samples whose answers are known" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const model = await readModel(args.model, { verify: args.verify });
    const measure = await measuring(model, await dataAt(args.data, args));
    const measures = await measure(model);
    const { formatMeasures } = await import("@reciprocal/model");
    if (args.json === true) printData(JSON.stringify(measures));
    else print(formatMeasures(measures));
  },
});
