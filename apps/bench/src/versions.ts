import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Versions of what decides a result: Node, our packages, and the commit ("-dirty" when files differ from it). */
export function versions(): Record<string, string> {
  const packages = ["spectral", "network", "training", "tfjs", "datasets"].map((name) => {
    const { version } = require(`@reciprocal/${name}/package.json`) as { version: string };
    return [`@reciprocal/${name}`, version];
  });
  return {
    node: process.versions.node,
    commit: commit(),
    ...(Object.fromEntries(packages) as Record<string, string>),
  };
}

/** "unknown" where there is no git, or the sources came without their history. */
function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty", "--exclude", "*"], {
      cwd: import.meta.dirname,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "unknown";
  }
}
