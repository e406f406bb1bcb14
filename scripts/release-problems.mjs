import semver from "semver";

/**
 * What is wrong with a release: `whole` for all of it, `perPackage` as `[name, problems]`.
 *
 * @param before - public packages with their manifests before it
 * @param plan - what `changeset status --output` says that it is going to do
 * @param packed - for each public package the manifest and the README in its tarball, its changelog, and the source of the
 *   version that it states of itself, if it does
 * @param repository - owner/name that the manifests must name
 */
export function releaseProblems({ before, plan, packed, repository }) {
  const known = new Map(before.map(({ manifest }) => [manifest.name, manifest]));
  const whole = plan.changesets.flatMap(({ id, releases }) =>
    releases
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => `.changeset/${id}.md: only published packages need changesets, got ${name}`),
  );
  const versions = new Map(packed.map(({ manifest }) => [manifest.name, manifest.version]));
  const perPackage = packed.map((one) => [
    one.manifest.name,
    [
      ...versionProblems(one, known.get(one.manifest.name), plan),
      ...rangeProblems(one.manifest, versions),
      ...repositoryProblems(one, repository),
      ...readmeProblems(one),
    ],
  ]);
  return { whole, perPackage };
}

function versionProblems({ manifest: { name, version }, changelog, statedVersion }, old, plan) {
  const problems = [];
  const planned = plan.releases.find((release) => release.name === name)?.newVersion ?? old.version;
  if (version !== planned) problems.push(`needs version ${planned}, got ${version}`);
  if (!semver.gt(version, "0.0.0")) problems.push(`needs a version above 0.0.0, got ${version}`);
  const isAsked = plan.changesets.some(({ releases }) =>
    releases.some((release) => release.name === name && release.type === "major"),
  );
  if (semver.major(version) > semver.major(old.version) && !isAsked)
    problems.push(`${version} is a new major version, which no changeset asks for`);
  if (!changelog.split("\n").includes(`## ${version}`))
    problems.push(`CHANGELOG.md has no part ## ${version}`);
  if (statedVersion !== undefined && !statedVersion.includes(`"${version}"`))
    problems.push(`dist/internal/version.js must state ${version}`);
  return problems;
}

function readmeProblems({ readme, manifest: { name } }) {
  return new RegExp(`^npm install .*${name}(?: |$)`, "m").test(readme)
    ? []
    : [`README.md needs a command that installs ${name} from npm`];
}

function rangeProblems(manifest, versions) {
  const problems = [];
  for (const field of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    for (const [name, range] of Object.entries(manifest[field] ?? {})) {
      if (semver.validRange(range) === null)
        problems.push(`${field}: ${name} needs a range of versions, got ${range}`);
      else if (semver.valid(range) !== null)
        problems.push(`${field}: ${name} needs a range, not only version ${range}`);
      else if (versions.has(name) && !semver.satisfies(versions.get(name), range))
        problems.push(`${field}: ${name} ${range} does not admit ${versions.get(name)}, released with it`);
    }
  }
  return problems;
}

function repositoryProblems({ manifest, directory }, repository) {
  const needed = { type: "git", url: `git+https://github.com/${repository}.git`, directory };
  return JSON.stringify(manifest.repository) === JSON.stringify(needed)
    ? []
    : [`repository must be ${JSON.stringify(needed)}, got ${JSON.stringify(manifest.repository)}`];
}
