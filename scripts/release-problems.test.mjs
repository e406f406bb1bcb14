import { describe, expect, it } from "vitest";
import { releaseProblems } from "./release-problems.mjs";

const directory = "packages/b";
const repository = { type: "git", url: "git+https://github.com/some/one.git", directory };

/** A release of one package, `b`, beside `a`, with what a test wants to be otherwise. */
function problems({
  manifest = {},
  was = "0.1.0",
  asked = "minor",
  changelog,
  statedVersion,
  readme = "# b\n\n```sh\nnpm install b other\n```\n",
} = {}) {
  const b = { name: "b", version: "0.2.0", repository, dependencies: { a: "^0.1.0" }, ...manifest };
  const { whole, perPackage } = releaseProblems({
    before: [
      { directory: "packages/a", manifest: { name: "a", version: "0.1.0" } },
      { directory, manifest: { name: "b", version: was } },
    ],
    plan: {
      changesets: [{ id: "more", releases: [{ name: "b", type: asked }] }],
      releases: [{ name: "b", newVersion: b.version }],
    },
    packed: [
      {
        directory: "packages/a",
        manifest: {
          name: "a",
          version: "0.1.0",
          repository: { ...repository, directory: "packages/a" },
        },
        changelog: "# a\n\n## 0.1.0\n",
        readme: "```sh\nnpm install a\n```\n",
      },
      { directory, manifest: b, changelog: changelog ?? `# b\n\n## ${b.version}\n`, statedVersion, readme },
    ],
    repository: "some/one",
  });
  return [...whole, ...perPackage.flatMap(([, found]) => found)];
}

describe("releaseProblems", () => {
  it("finds none in a good release", () => {
    expect(problems()).toEqual([]);
    expect(problems({ statedVersion: 'export const version = "0.2.0";' })).toEqual([]);
    expect(problems({ manifest: { version: "1.0.0" }, asked: "major" })).toEqual([]);
  });

  it("finds ranges that were not resolved, that admit one version only, and that leave a package of now out", () => {
    const ranges = (dependencies, peerDependencies = {}) =>
      problems({ manifest: { dependencies, peerDependencies } });
    expect(ranges({ a: "workspace:^" })).toEqual([
      "dependencies: a needs a range of versions, got workspace:^",
    ]);
    expect(ranges({ a: "0.1.0" })).toEqual(["dependencies: a needs a range, not only version 0.1.0"]);
    expect(ranges({}, { a: "^0.0.0" })).toEqual([
      "peerDependencies: a ^0.0.0 does not admit 0.1.0, released with it",
    ]);
    expect(ranges({ other: "file:../other" })).toHaveLength(1);
  });

  it("finds versions of nothing, and major ones that no changeset asks for", () => {
    expect(problems({ manifest: { version: "0.0.0" }, was: "0.0.0" })).toEqual([
      "needs a version above 0.0.0, got 0.0.0",
    ]);
    expect(problems({ manifest: { version: "1.0.0" } })).toEqual([
      "1.0.0 is a new major version, which no changeset asks for",
    ]);
  });

  it("finds a changelog and a source that speak of another version, and manifests without their repository", () => {
    expect(problems({ changelog: "# b\n\n## 0.20.0\n" })).toEqual(["CHANGELOG.md has no part ## 0.2.0"]);
    expect(problems({ statedVersion: 'export const version = "0.1.0";' })).toEqual([
      "dist/internal/version.js must state 0.2.0",
    ]);
    expect(problems({ manifest: { repository: undefined } })).toHaveLength(1);
    expect(problems({ manifest: { repository: { ...repository, directory: "packages/a" } } })).toHaveLength(
      1,
    );
  });

  it("finds versions that differ from the plan, and changesets of what is not published", () => {
    const packed = [
      {
        ...{ directory, manifest: { name: "b", version: "0.1.0", repository } },
        ...{ changelog: "## 0.1.0", readme: "npm install b" },
      },
    ];
    const { whole, perPackage } = releaseProblems({
      before: packed,
      plan: {
        changesets: [{ id: "c", releases: [{ name: "app", type: "minor" }] }],
        releases: [{ name: "b", newVersion: "0.2.0" }],
      },
      packed,
      repository: "some/one",
    });
    expect(whole).toEqual([".changeset/c.md: only published packages need changesets, got app"]);
    expect(perPackage).toEqual([["b", ["needs version 0.2.0, got 0.1.0"]]]);
  });

  it("finds a README that installs the package from elsewhere", () => {
    const needed = ["README.md needs a command that installs b from npm"];
    expect(problems({ readme: "```sh\nnpm install ../c/b.tgz\n```\n" })).toEqual(needed);
    expect(problems({ readme: "```sh\nnpm install bc\n```\n" })).toEqual(needed);
  });
});
