import { DatasetFormatError } from "@reciprocal/datasets";
import { type Answer, ModelInputError, openModel } from "@reciprocal/model";
import { damagedText } from "../damage/text.js";
import { mustHold, type Target } from "../target.js";
import { models } from "./models.js";

const seeds = [
  "age,height,town\n31,1.8,Rome\n44,,Oslo\n5,1.1,7\n",
  "age;height;town;more\n31;1,8;Rome;x\n44;NA;Bern;y\n",
  "town\tage\theight\n?\t3\t4\n",
  '"age","height","town"\n1,2,"Rome"\n"3","4","a ""quoted"" town"\n',
];

const opened = await openModel(models.table);

export const modelRows: Target<Answer[]> = {
  name: "model-rows",
  inputs: damagedText(seeds),
  read: (bytes) =>
    bytes.length % 2 === 0
      ? opened.predict<Answer[]>(bytes)
      : opened.predict(Buffer.from(bytes).toString("utf8")),
  permits: (error) => error instanceof ModelInputError || error instanceof DatasetFormatError,
  check(answers) {
    mustHold(Array.isArray(answers), "must give a list of answers");
    for (const answer of answers) {
      mustHold("probabilities" in answer && answer.probabilities !== undefined, "must give probabilities");
      const sum = Object.values<number>(answer.probabilities).reduce((total, value) => total + value, 0);
      mustHold(Math.abs(sum - 1) < 1e-3, `must give probabilities that are 1 together, got ${sum}`);
    }
  },
};
