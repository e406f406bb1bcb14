import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Versions of what decides a result: Node and our packages. */
export function versions(): Record<string, string> {
  const packages = ["spectral", "network", "training", "datasets"].map((name) => {
    const { version } = require(`@reciprocal/${name}/package.json`) as { version: string };
    return [`@reciprocal/${name}`, version];
  });
  return { node: process.versions.node, ...(Object.fromEntries(packages) as Record<string, string>) };
}
