import { root, pnpm, setUp } from "./pnpm.mjs";
import { nameRepository } from "./name-repository.mjs";

// pnpm release:publish: uploads every version that the registry does not have yet, and tags the commit. The workflow
// `release` does this; by hand it asks for both variables.
const { RECIPROCAL_PUBLISH, GITHUB_REPOSITORY } = process.env;
if (RECIPROCAL_PUBLISH !== "yes" || !GITHUB_REPOSITORY) {
  console.error(
    "release:publish uploads packages for good: needs RECIPROCAL_PUBLISH=yes and GITHUB_REPOSITORY=owner/name, " +
      `got ${RECIPROCAL_PUBLISH ?? "none"} and ${GITHUB_REPOSITORY ?? "none"}; \`pnpm release\` only tries it out`,
  );
  process.exit(1);
}

if (!setUp()) process.exit(1); // every package packs its own dist, built against those of the others
nameRepository(root, GITHUB_REPOSITORY);
// .npmrc silences npm, whose answers changesets reads
process.env.npm_config_loglevel = "notice";
process.exitCode = pnpm(["exec", "changeset", "publish"]).status;
