import { datasetNames, type TrainingSettings } from "../published-settings.js";

const numbers = [
  "hiddenLayers",
  "width",
  "seed",
  "trainedParameters",
  "denseParameters",
  "testAccuracy",
  "validationAccuracy",
  "epochs",
  "seconds",
] as const;

/** The settings that the report reads by name. */
const shownSettings: readonly (keyof TrainingSettings)[] = [
  "epochs",
  "trainSamples",
  "testSamples",
  "batchSize",
  "validationSplit",
  "earlyStopping",
  "learningRate",
];

/**
 * Refuses what a report could not use.
 *
 * @throws {Error} when the line lacks a field, has a number that is not finite, or names a data set or method that is
 * not known; says so after `where`
 */
export function checkTrainingLine(
  line: Readonly<Record<string, unknown>>,
  methods: readonly string[],
  where: string,
): void {
  const wrong = numbers.find((name) => !Number.isFinite(line[name]));
  if (wrong !== undefined) {
    throw new Error(`${where}: ${wrong} must be a number, got ${JSON.stringify(line[wrong])}`);
  }
  const words: Readonly<Record<string, readonly string[] | undefined>> = {
    dataset: datasetNames,
    method: methods,
    engine: undefined,
  };
  for (const [name, known] of Object.entries(words)) {
    const word = line[name];
    if (typeof word === "string" && (known === undefined || known.includes(word))) continue;
    const needed = known === undefined ? "a word" : `one of ${known.join(", ")}`;
    throw new Error(`${where}: ${name} must be ${needed}, got ${JSON.stringify(word)}`);
  }
  if (typeof line.settings !== "object" || line.settings === null) {
    throw new Error(`${where}: settings must be an object, got ${JSON.stringify(line.settings)}`);
  }
  const settings = line.settings as Readonly<Record<string, unknown>>;
  const missing = shownSettings.find((name) => settings[name] === undefined);
  if (missing !== undefined) throw new Error(`${where}: settings must have ${missing}, got none`);
}
