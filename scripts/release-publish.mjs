import { nameRepository } from "./name-repository.mjs";
import { pnpm, root, setUp } from "./pnpm.mjs";
import { publishRefusal } from "./publish-refusal.mjs";

// pnpm release:publish: uploads every version that the registry does not have yet, and tags the commit. The workflow
// `release` does this. With --built, for the dry run, it takes what is built as it is.
const refusal = publishRefusal(process.env);
if (refusal) {
  console.error(refusal);
  process.exit(1);
}

if (!process.argv.includes("--built") && !setUp()) process.exit(1); // every package packs its own dist, built against those of the others
nameRepository(root, process.env.GITHUB_REPOSITORY);
process.exitCode = pnpm(["exec", "changeset", "publish"]).status;
