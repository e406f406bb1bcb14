/** One entry per changeset, as it was written. */
export async function getReleaseLine({ summary }) {
  return `- ${summary.trim().replaceAll("\n", "\n  ")}`;
}

/** One line for all packages of this repository whose new versions a package now asks for. */
export async function getDependencyReleaseLine(changesets, dependencies) {
  if (dependencies.length === 0) return "";
  return `- Uses ${dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(", ")}.`;
}
