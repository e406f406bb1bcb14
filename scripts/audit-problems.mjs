import semver from "semver";

/**
 * The severe vulnerabilities that are not explained, in words, and explanations that explain nothing any more.
 *
 * @param packages - `{ name, version, ways }`, where a way is the names from one of our packages down to this one
 * @param advisories - what the registry answered: lists of `{ title, url, severity, vulnerable_versions }` by name
 * @param explained - `{ package, through, why }`: vulnerabilities of `package` are no danger if `through` brings it
 */
export function auditProblems(packages, advisories, explained) {
  const used = new Set();
  const problems = [];
  for (const { name, version, ways } of packages) {
    for (const { title, url, severity, vulnerable_versions: range } of advisories[name] ?? []) {
      if (!["high", "critical"].includes(severity) || !semver.satisfies(version, range)) continue;
      const explanations = ways.map((way) =>
        explained.find((one) => one.package === name && way.includes(one.through)),
      );
      explanations.forEach((one) => used.add(one));
      const open = explanations.indexOf(undefined);
      if (open >= 0)
        problems.push(`${name}@${version}: ${severity}: ${title} (${url}), by ${ways[open].join(" > ")}`);
    }
  }
  for (const one of explained)
    if (!used.has(one))
      problems.push(`${one.package} through ${one.through} is explained, but has no such vulnerability`);
  return problems;
}

/** Packages that are installed beside ours and that the list lacks: they are not audited. */
export function unseenPeers(packages, manifests) {
  const seen = new Set(packages.map(({ name }) => name));
  const own = new Set(manifests.map(({ name }) => name));
  return manifests.flatMap(({ name, peerDependencies = {} }) =>
    Object.keys(peerDependencies)
      .filter((peer) => !seen.has(peer) && !own.has(peer))
      .map((peer) => `${name}: no app depends on its peer ${peer}, so that it is not audited`),
  );
}
