import { resolve } from "node:path";
import { oneOf, wholeNumber } from "./option-values.js";
import { datasetNames, digitsSamples } from "./published-settings.js";
import type { DataRequest } from "./runner/load-data.js";
import { UsageError } from "./usage-error.js";

type Given = Readonly<
  Partial<Record<"dataset" | "data-dir" | "train-samples" | "test-samples", string | boolean | undefined>>
>;

/**
 * The data set of a command over one of them: which (the digits unless said), where it lies, and how many samples are used.
 *
 * @param whole - numbers of samples where nothing is said, but for the digits, which have their own
 * @throws {UsageError} when a value is not allowed; says what is
 */
export function dataOptions(
  given: Given,
  {
    workingDirectory,
    whole,
  }: { workingDirectory: string; whole: Pick<DataRequest, "trainSamples" | "testSamples"> },
): DataRequest {
  const text = (name: keyof Given, otherwise: string) => {
    const value = given[name];
    return typeof value === "string" ? value : otherwise;
  };
  const count = (name: "train-samples" | "test-samples", otherwise: number | null) =>
    given[name] === undefined ? otherwise : wholeNumber(`--${name}`, text(name, ""), { minimum: 1 });
  const dataset = oneOf("--dataset", text("dataset", "digits"), datasetNames);
  const samples = dataset === "digits" ? digitsSamples : whole;
  const dataDir = text("data-dir", "");
  if (dataset === "digits" && dataDir !== "") {
    throw new UsageError("--data-dir has no use with --dataset digits, which are generated");
  }
  return {
    dataset,
    dataDir: dataDir === "" ? undefined : resolve(workingDirectory, dataDir),
    trainSamples: count("train-samples", samples.trainSamples),
    testSamples: count("test-samples", samples.testSamples),
  };
}
