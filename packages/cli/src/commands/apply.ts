import { applyPatch, encodeNetwork } from "@reciprocal/network";
import { defineCommand } from "citty";
import { checkArguments } from "../check-arguments.js";
import { forceArgument, verifyArgument } from "../common-arguments.js";
import { kindOfTarget } from "../file-kind.js";
import { inFile } from "../in-file.js";
import { readBytes } from "../read-bytes.js";
import { readNetwork } from "../read-network.js";
import { UsageError } from "../usage-error.js";
import { checkOutput, writeOutput } from "../write-output.js";

const definitions = {
  base: { type: "positional", description: "Network that the patch was made from" },
  patch: { type: "positional", description: "Patch of `reciprocal diff`" },
  out: { type: "positional", description: "What to write, .rcp" },
  ...verifyArgument,
  ...forceArgument,
} as const;

export const applyCommand = defineCommand({
  meta: { name: "apply", description: "Write the network that a patch makes of its base" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const force = args.force === true;
    if (kindOfTarget(args.out) !== "rcp")
      throw new UsageError(`${args.out}: must end in .rcp; convert makes other kinds of it`);
    checkOutput(args.out, { force });
    const { network, data } = await readNetwork(args.base, { verify: args.verify });
    const changed = await inFile(args.patch, () => applyPatch(network, readBytes(args.patch)));
    writeOutput(args.out, encodeNetwork(changed, data === undefined ? {} : { data }), { force });
  },
});
