import type { Answer } from "@reciprocal/model";
import { basename } from "node:path";
import { defineCommand } from "citty";
import { answerColumns, answerRow } from "../answer-rows.js";
import { checkArguments } from "../check-arguments.js";
import { dataArguments, verifyArgument } from "../common-arguments.js";
import { imageFiles, type InputFile, inputFile } from "../image-files.js";
import { inFile } from "../in-file.js";
import { readModel } from "../read-model.js";
import { printData } from "../say.js";
import { UsageError } from "../usage-error.js";

const definitions = {
  model: { type: "positional", description: "File of `reciprocal train`" },
  inputs: {
    type: "positional",
    description: 'CSV file, or images and folders of them, as many as you like; "-" for one file from a pipe',
  },
  probabilities: {
    type: "boolean",
    description: "Print the probability of every class, not of the answer alone",
  },
  json: { type: "boolean", description: "Print a JSON object per line" },
  encoding: dataArguments.encoding,
  ...verifyArgument,
} as const;

export const predictCommand = defineCommand({
  meta: { name: "predict", description: "Answer rows of a table, or images" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions, { repeated: "inputs" });
    const inputs = args._.slice(1);
    const model = await readModel(args.model, { verify: args.verify });
    const { openModel } = await import("@reciprocal/model");
    if (model.input.kind === "numbers")
      throw new Error(
        `${args.model}: predict is for models of tables and images, and this one takes plain numbers`,
      );
    const isImages = model.input.kind === "image";
    const columns = answerColumns(model.output, { all: args.probabilities === true });
    const { unparse } = (await import("papaparse")).default;
    const say = (cells: readonly string[]): void => printData(unparse([cells as string[]]));
    const files = isImages ? imageFiles(inputs) : oneTable(inputs);
    const predictor = await openModel(model, {
      table: { name: basename(files[0]!.name), encoding: args.encoding },
    });

    // the header comes with the first answers, so that nothing is printed where there are none
    let head: readonly string[] | undefined = [
      ...(isImages ? ["file"] : []),
      ...columns.map(({ name }) => name),
    ];
    for (const { name, read } of files) {
      const bytes = await read();
      const answers = [await inFile(name, () => predictor.predict<Answer | Answer[]>(bytes))].flat();
      if (head !== undefined && args.json !== true) say(head);
      head = undefined;
      for (const answer of answers) {
        if (args.json === true) printData(JSON.stringify({ ...(isImages && { file: name }), ...answer }));
        else say([...(isImages ? [name] : []), ...answerRow(columns, answer)]);
      }
    }
    await predictor.release();
  },
});

function oneTable(inputs: readonly string[]): InputFile[] {
  if (inputs.length > 1)
    throw new UsageError(
      `the model takes one table, got ${inputs.length} files; unexpected word "${inputs[1]}"`,
    );
  return inputs.map(inputFile);
}
