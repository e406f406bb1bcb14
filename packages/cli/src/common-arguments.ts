/** Arguments that several commands take, in the same words. */
export const verifyArgument = {
  verify: {
    type: "boolean",
    description: "Make every matrix that a recipe stands for, and compare its digest (--no-verify: do not)",
    default: true,
  },
} as const;

export const forceArgument = {
  force: { type: "boolean", description: "Write over what is there" },
} as const;

export const jsonArgument = {
  json: { type: "boolean", description: "Print one JSON object" },
} as const;

export const spectraFormats = ["float32", "float16"] as const;

export const spectraArgument = {
  spectra: {
    type: "string",
    valueHint: spectraFormats.join("|"),
    description: "How eigenvalues, s and biases are stored (float32; float16 rounds them to half the bytes)",
  },
} as const;
