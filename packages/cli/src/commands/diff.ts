import { diffNetworks } from "@reciprocal/network";
import { defineCommand } from "citty";
import { checkArguments, oneOf } from "../check-arguments.js";
import { forceArgument, spectraArgument, spectraFormats, verifyArgument } from "../common-arguments.js";
import { inFile } from "../in-file.js";
import { readNetwork } from "../read-network.js";
import { checkOutput, writeOutput } from "../write-output.js";

const definitions = {
  base: { type: "positional", description: "Network that the receiver has" },
  changed: { type: "positional", description: "Network that the receiver is to have" },
  patch: { type: "positional", description: "What to write, usually called .rcpd" },
  ...spectraArgument,
  ...verifyArgument,
  ...forceArgument,
} as const;

export const diffCommand = defineCommand({
  meta: { name: "diff", description: "Write what one network has and another has not, as a patch" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const spectra = oneOf("--spectra", args.spectra, spectraFormats) ?? "float32";
    const force = args.force === true;
    checkOutput(args.patch, { force });
    const { verify } = args;
    const base = await readNetwork(args.base, { verify });
    const changed = await readNetwork(args.changed, { verify });
    const patch = await inFile(args.changed, () => diffNetworks(base.network, changed.network, { spectra }));
    writeOutput(args.patch, patch, { force });
  },
});
