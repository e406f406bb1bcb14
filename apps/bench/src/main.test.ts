import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exampleLine } from "./example-lines.test-data.js";
import { experimentNames, loadExperiment } from "./experiments/index.js";
import { main } from "./main.js";
import { optionRows, type OptionTable } from "./options.js";
import { experimentOptions, runExperiment } from "./run-experiment.js";
import { memoryCommand } from "./memory/command.js";
import { predictCommand } from "./predict/command.js";
import { speedCommand } from "./speed/command.js";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "bench-main-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const commands = [...experimentNames, "speed", "predict", "memory"];

/** Runs a command in this process; only what starts no workers can be run from the sources. */
const bench = (...args: string[]) => captured(() => main(args));

/** What is printed meanwhile. */
async function captured(act: () => Promise<number>) {
  let [stdout, stderr] = ["", ""];
  const out = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((text) => ((stdout += String(text)), true));
  const err = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => ((stderr += String(text)), true));
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
  try {
    return { code: await act(), stdout, stderr };
  } finally {
    for (const spy of [out, err, cwd]) spy.mockRestore();
  }
}

describe("bench", () => {
  it.each([
    ["", `no command given; allowed are ${commands.join(", ")}, list\n`],
    ["frob", `unknown command "frob"; allowed are ${commands.join(", ")}, list\n`],
    ["papers", /unknown command "papers"; did you mean paper\?; allowed are/],
    ["speed --networks 2-3 3-4", /^--networks: lists are written 2-3,3-4\n/],
    ["accuracy --wat 1", /--wat.*allowed are --dataset, .*--json/],
    ["accuracy --methods svd", /--methods must be dense, spectral, s-svd, s-qr or spectral-one, got "svd"/],
    ["accuracy --dataset svhn", /--dataset must be digits, mnist, fashion-mnist or cifar10, got "svhn"/],
    ["accuracy --widths 50,x", /--widths must be an integer from 1 to 100000, got "x"/],
    ["accuracy --hidden 3", /--hidden must be 1 or 2/],
    ["accuracy --jobs 0", /--jobs must be an integer from 1 to 1024/],
    ["accuracy --engine torch", /--engine must be onnxruntime or tfjs/],
    ["accuracy --data-dir x", /--data-dir has no use with digits/],
    ["defaults --data-dir x", /--data-dir has no use with xor, moons, iris, wine/],
    ["accuracy --dataset mnist --data-dir nowhere", /--data-dir: the folder .*nowhere does not exist/],
    ["accuracy --dataset mnist --data-dir file", /--data-dir: .*file is not a folder/],
    ["accuracy --out file", /--out: cannot make the folder .*file: EEXIST/],
    ["paper --experiments three", /--experiments must be one-hidden, two-hidden, sparse, variants/],
    ["paper --sparsities 100", /--sparsities must be an integer from 1 to 99/],
    ["adapt --tasks sheared", /--tasks must be rotated or inverted/],
    ["adapt --methods luck", /--methods must be eigenvalues,/],
    ["adapt --rates 0.1,0", /--rates must be numbers above 0, at most 10, got "0"/],
    ["nodes --strategies luck", /--strategies must be pre-training,/],
    ["nodes --removed 100", /--removed must be an integer from 0 to 99/],
    ["predict --networks foo", /--networks: needs layer sizes such as 784-1000-10/],
    ["memory --network foo", /--network: needs layer sizes such as 784-1000-10/],
    ["memory --early 3 --late 2", /--late must be above --early \(3\), got 2/],
    ["speed --networks foo", /--networks: needs layer sizes such as 784-1000-10/],
  ])("refuses %j with code 2 and says what is allowed", async (command, message) => {
    writeFileSync(join(folder, "file"), "");
    const { code, stdout, stderr } = await bench(...(command === "" ? [] : command.split(" ")));
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });

  it("lists every command", async () => {
    const { code, stdout } = await bench("list");
    expect(code).toBe(0);
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    for (const word of ["--help", "help"]) expect(await bench(word)).toMatchObject({ code: 0, stdout });
  });

  it("explains a command", async () => {
    const { code, stdout } = await bench("nodes", "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Remove hidden nodes .*\n\nUsage: bench nodes \[options\]\n/);
    expect(stdout).toMatch(/^ {2}--train-samples <n> +Use the first n training samples only \(all\)$/m);
    expect(stdout).toMatch(/^ {2}--jobs <n> +Worker processes, .* \(1, so that times can be compared\)$/m);
    expect(stdout).not.toContain("--quick");
  });

  it("names the line of a log that it cannot use", async () => {
    writeFileSync(join(folder, "runs.jsonl"), '{"experiment":"accuracy","key":"a"}\n');
    const { code, stderr } = await bench("accuracy", "--report-only", "--out", ".");
    expect(code).toBe(1);
    expect(stderr).toMatch(/runs\.jsonl:1: dataset must be/);
  });

  describe("with --report-only", () => {
    const report = () => readFileSync(join(folder, "lines", "report.md"), "utf8");
    const run = (...args: string[]) => bench("accuracy", "--report-only", "--out", "lines", ...args);
    beforeAll(() => {
      mkdirSync(join(folder, "lines"));
      const lines = [exampleLine({}), exampleLine({ method: "s-qr" })];
      writeFileSync(
        join(folder, "lines", "runs.jsonl"),
        lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
      );
    });

    it("misses nothing if nobody says what there should be", async () => {
      const { code, stdout, stderr } = await run("--json");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { runs, missing } = JSON.parse(stdout) as { runs: unknown[]; missing: unknown[] };
      expect(runs).toHaveLength(2);
      expect(missing).toEqual([]);
      expect(report()).not.toContain("## Missing");
    });

    it("misses what the options ask for", async () => {
      const { stderr } = await run(..."--dataset mnist --widths 50 --seeds 0,1".split(" "));
      expect(stderr).toBe("missing: 6 of 8 runs have not been done\n");
      expect(report()).toContain("## Missing");
    });

    it("puts the notes of the folder behind the introduction", async () => {
      writeFileSync(join(folder, "lines", "notes.md"), "The data are\na copy.\n\nAnd <so> on.\n");
      await run("--seeds", "5");
      expect(report()).toMatch(
        /else the machine did\.\n\nThe data are a copy\.\n\nAnd .*so.* on\.\n\n## Missing/,
      );
    });
  });

  it("prints a claim only if the lines say something about it", async () => {
    mkdirSync(join(folder, "claims"));
    writeFileSync(join(folder, "claims", "runs.jsonl"), `${JSON.stringify(exampleLine({}))}\n`);
    const said = { where: "here", holds: true, found: "1" };
    const claims = vi.fn(() => [
      { about: "part", text: "It holds.", comparisons: [said] },
      { about: "part", text: "Nobody knows.", comparisons: [] },
    ]);
    const own = { ...(await loadExperiment("accuracy")), claims };
    const { stdout } = await captured(() => runExperiment(own, ["--report-only", "--out", "claims"], folder));
    expect(stdout).toMatch(/^part, 1 of 1: It holds\.$/m);
    expect(stdout).not.toContain("Nobody knows");
  });

  it("times no steps if speed is asked for no networks", async () => {
    const none = "speed --networks none --masked-networks none --no-sparse".split(" ");
    const { code, stdout } = await bench(...none, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ measurements: [], ratios: [], masked: [], sparse: null });
    expect((await bench(...none)).stdout).toMatch(/^One thread/); // no tables
  });
});

describe("README.md", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  /** The rows of the tables in a section, whatever their spaces. */
  const rowsOf = (section: string) => {
    const isNamed = (part: string) => part.split("\n", 1)[0]!.toLowerCase().replaceAll(" ", "-") === section;
    const text = readme.split(/^## /m).find(isNamed);
    return new Set(text?.split("\n").map(plain));
  };
  function plain(row: string): string {
    return row.replaceAll(/\s+/g, " ").trim();
  }

  it.each(experimentNames)("has the options of %s", async (name) => {
    missing(name, (await loadExperiment(name)).parameters);
  });

  it("has the options of all experiments, and of what is measured", async () => {
    const { parameters, ...experiment } = await loadExperiment("accuracy");
    const { quick, ...shared } = experimentOptions({ ...experiment, name: "NAME", parameters: {} });
    void [parameters, quick];
    missing("experiments", shared);
    for (const { name, options } of [speedCommand, predictCommand, memoryCommand]) missing(name, options);
  });

  /** Fails with the rows that are missing in the section: paste them. */
  function missing(section: string, table: OptionTable): void {
    const rows = rowsOf(section);
    const wanted = optionRows(table).map((cells) => plain(`| ${cells.join(" | ")} |`));
    const missing = wanted.filter((row) => !rows.has(row));
    expect(missing, `rows of the table in the part "## ${section}" of README.md`).toEqual([]);
  }
});
