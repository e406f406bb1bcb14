/** Why an environment may not publish, in words; undefined where it may. An upload cannot be taken back. */
export function publishRefusal({ RECIPROCAL_PUBLISH, GITHUB_REPOSITORY }) {
  if (RECIPROCAL_PUBLISH === "yes" && GITHUB_REPOSITORY) return undefined;
  return (
    "release:publish uploads packages for good: needs RECIPROCAL_PUBLISH=yes and GITHUB_REPOSITORY=owner/name, " +
    `got ${RECIPROCAL_PUBLISH ?? "none"} and ${GITHUB_REPOSITORY ?? "none"}; \`pnpm release\` only tries it out`
  );
}
