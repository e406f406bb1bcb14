import type { Measures, Model } from "@reciprocal/model";
import type { NetworkSize } from "@reciprocal/pruning";
import { defineCommand } from "citty";
import { checkArguments } from "../check-arguments.js";
import { dataArguments, forceArgument, jsonArgument, verifyArgument } from "../common-arguments.js";
import { kindOfTarget } from "../file-kind.js";
import { inFile } from "../in-file.js";
import { measuring } from "../measure.js";
import { pruneNodes } from "../prune-nodes.js";
import { readModel } from "../read-model.js";
import { share } from "../read-values.js";
import { print, printData } from "../say.js";
import { dataAt } from "../training-data.js";
import { UsageError } from "../usage-error.js";
import { checkOutput, writeOutput } from "../write-output.js";

const definitions = {
  model: { type: "positional", description: "File of `reciprocal train`" },
  to: {
    type: "string",
    valueHint: "50%",
    description: "Share of the hidden nodes that stay, of every layer alike",
  },
  out: { type: "string", valueHint: "small.rcp", description: "What to write" },
  data: {
    type: "string",
    valueHint: "file",
    description: "Samples with answers, as for `evaluate`: measures both models",
  },
  ...dataArguments,
  ...verifyArgument,
  ...jsonArgument,
  ...forceArgument,
} as const;

export const pruneCommand = defineCommand({
  meta: { name: "prune", description: "Remove the hidden nodes of a model that matter least" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const { out } = args;
    const force = args.force === true;
    const kept = share("--to", args.to);
    if (kept === undefined)
      throw new UsageError("--to is missing, the share of the hidden nodes that stay: --to 50%");
    if (!(kept > 0 && kept < 1)) throw new UsageError(`--to must be above 0% and below 100%, got ${args.to}`);
    if (out === undefined) throw new UsageError("--out is missing, which says where the small model goes");
    if (kindOfTarget(out) !== "rcp") throw new UsageError(`--out must end in .rcp, got ${out}`);
    checkOutput(out, { force });

    const model = await readModel(args.model, { verify: args.verify });
    const measure =
      args.data === undefined ? undefined : await measuring(model, await dataAt(args.data, args));
    const small = { ...model, network: await inFile(args.model, () => pruneNodes(model.network, kept)) };
    const { encodeModel } = await import("@reciprocal/model");
    const { networkSize } = await import("@reciprocal/pruning");
    const bytes = encodeModel(small);
    writeOutput(out, bytes, { force });

    const reportOf = async (one: Model): Promise<Report> => {
      const { hiddenNodes, multiplyAdds, parameters } = networkSize(one.network);
      const sizes = { bytes: encodeModel(one).length, hiddenNodes, multiplyAdds, parameters };
      return { ...sizes, ...(measure && { measures: await measure(one) }) };
    };
    const [before, after] = [await reportOf(model), await reportOf(small)];
    if (args.json === true) printData(JSON.stringify({ out, before, after }));
    else print(comparison(out, before, after));
  },
});

interface Report extends Pick<NetworkSize, "hiddenNodes" | "multiplyAdds" | "parameters"> {
  readonly bytes: number;
  readonly measures?: Measures;
}

/** A line per measure: `hidden nodes  32 → 16`. */
function comparison(out: string, before: Report, after: Report): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  const rows = [
    ["bytes", number(before.bytes), number(after.bytes)],
    ["hidden nodes", number(before.hiddenNodes), number(after.hiddenNodes)],
    ["multiply-adds per sample", number(before.multiplyAdds), number(after.multiplyAdds)],
    ["numbers, with those made from seeds", number(before.parameters), number(after.parameters)],
    ...measured(before.measures, after.measures),
  ];
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  const lines = rows.map(
    ([name, one, other]) =>
      `${name!.padEnd(width(0))}  ${one!.padStart(width(1))} → ${other!.padStart(width(2))}`,
  );
  return [out, ...lines].join("\n");
}

function measured(before: Measures | undefined, after: Measures | undefined): string[][] {
  const main = (measures: Measures): [name: string, value: string] =>
    measures.kind === "number"
      ? ["mean absolute error", String(Number(measures.meanAbsoluteError.toPrecision(4)))]
      : ["accuracy", measures.accuracy.toFixed(3)];
  if (!before || !after) return [];
  return [[...main(before), main(after)[1]]];
}
