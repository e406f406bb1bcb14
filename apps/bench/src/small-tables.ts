import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  datasetFromCsv,
  splitDataset,
  standardize,
  type Dataset,
  type TrainTest,
} from "@reciprocal/datasets";
import { Random } from "@reciprocal/spectral";

/** Data sets that come with the repository or are drawn, each of at most a few hundred samples. */
export const tableNames = ["xor", "moons", "iris", "wine"] as const;
export type TableName = (typeof tableNames)[number];

/** Two half circles that reach into each other: how many points, and the deviation of both their coordinates. */
export const moonsShape = { count: 400, noise: 0.15 } as const;

/** Part of every class that is held out and tested. */
export const heldOutPart = 0.3;

// the tables that the site offers; its pages say where they come from
const folder = join(import.meta.dirname, "../../docs/pages/public");

export function isTable(name: string): name is TableName {
  return tableNames.some((table) => table === name);
}

/**
 * A table in two parts, standardized by the first of them. XOR is its four points in both parts.
 *
 * @param seed - decides which samples are held out, and where the points of the moons are
 */
export function smallTable(name: TableName, seed: number): TrainTest {
  if (name === "xor") return { train: xor(), test: xor() };
  const { train, heldOut } = splitDataset(wholeTable(name, seed), {
    fraction: heldOutPart,
    from: "random",
    stratify: true,
    seed,
  });
  const standardized = standardize(train);
  return { train: standardized.dataset, test: standardized.apply(heldOut) };
}

function wholeTable(name: Exclude<TableName, "xor">, seed: number): Dataset {
  switch (name) {
    case "moons":
      return moons(seed);
    case "iris":
      return fromFile("iris.csv", "species");
    case "wine":
      return fromFile("wine.csv", "cultivar");
  }
}

function fromFile(file: string, label: string): Dataset {
  return datasetFromCsv(readFileSync(join(folder, file)), { label });
}

/** Of mean 0 and deviation 1 as they are. */
function xor(): Dataset {
  return pointsInThePlane("xor", Float32Array.of(-1, -1, -1, 1, 1, -1, 1, 1), Int32Array.of(0, 1, 1, 0));
}

/** The second moon is the first one turned by half a circle and shifted by (1, 0.5). */
function moons(seed: number): Dataset {
  const random = new Random(seed);
  const { count, noise } = moonsShape;
  const inputs = new Float32Array(2 * count);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const angle = (Math.PI * Math.floor(i / 2)) / (count / 2 - 1);
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    inputs[2 * i] = random.normal(label === 0 ? x : 1 - x, noise);
    inputs[2 * i + 1] = random.normal(label === 0 ? y : 0.5 - y, noise);
  });
  return pointsInThePlane("moons", inputs, labels);
}

function pointsInThePlane(name: string, inputs: Float32Array, labels: Int32Array): Dataset {
  return { name, inputs, labels, count: labels.length, features: 2, shape: [2], classes: 2 };
}
