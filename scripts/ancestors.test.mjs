import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ancestorsOf, descendantsOf, isThere } from "./ancestors.mjs";
import { processNow, processTable } from "./process-table.mjs";
import { root } from "./pnpm.mjs";

/** A line of processes, each the parent of the next; the last is asked about. */
const above = (...commands) => {
  const list = [...commands, "node scripts/bench.mjs"].map((command, index) => ({
    pid: index + 10,
    parent: index + 9,
    start: "1",
    words: command.split(" "),
  }));
  return ancestorsOf(list.at(-1).pid, new Map(list.map((one) => [one.pid, one]))).map(({ words }) =>
    words.join(" "),
  );
};

describe("ancestorsOf", () => {
  it("are npm, pnpm and the like with the shells between, and not what called them", () => {
    const npm = "npm run bench speed"; // the title that npm gives itself
    const sh = "sh -c node scripts/bench.mjs";
    expect(above("systemd", "-bash", npm, sh)).toEqual([sh, npm]);
    expect(above("node server.js", npm, sh)).toEqual([sh, npm]);
    expect(above("bash nightly.sh", "node /usr/lib/pnpm/bin/pnpm.cjs bench")).toEqual([
      "node /usr/lib/pnpm/bin/pnpm.cjs bench",
    ]);
    const npx = String.raw`C:\node\node.exe C:\npm\bin\npx-cli.js pnpm bench`;
    const pnpm = "node.exe C:\\Users\\me\\pnpm.cjs bench";
    expect(above("explorer.exe", "powershell.exe", npx, "cmd.exe /d /s /c pnpm", pnpm, "cmd.exe /d")).toEqual(
      [...["cmd.exe /d", pnpm, "cmd.exe /d /s /c pnpm", npx]],
    );
  });

  it("are a script of Node that started it, but none above that", () => {
    expect(above("node a.mjs", "node scripts/test.mjs")).toEqual(["node scripts/test.mjs"]);
    expect(above("zsh", "npm test", "sh -c node", "node scripts/test.mjs")).toEqual([
      ...["node scripts/test.mjs", "sh -c node", "npm test"],
    ]);
  });

  it("are none where somebody typed it", () => {
    expect(above("gnome-terminal", "-zsh")).toEqual([]);
    expect(above("sshd", "bash")).toEqual([]);
    expect(above("/usr/local/bin/npm-tool x", "bash")).toEqual([]);
  });
});

describe("processTable", () => {
  it("knows this process, its parent and what it started", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "a word"]);
    await once(child, "spawn");
    const table = processTable();
    expect(table.get(process.pid).parent).toBe(process.ppid);
    const own = table.get(child.pid);
    expect(own).toMatchObject({ pid: child.pid, parent: process.pid });
    expect(processNow(child.pid)).toEqual(own);
    expect(own.words.join(" ")).toContain("setInterval(() => {}, 1000) a word");
    expect(descendantsOf(process.pid, table).map(({ pid }) => pid)).toContain(child.pid);
    expect(isThere(own, table)).toBe(true);
    expect(isThere({ ...own, start: "0" }, table)).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isThere(own, processTable())).toBe(false);
    expect(processNow(child.pid)).toBeUndefined();
  });
});

describe("a program that imports end-with-parents.mjs", () => {
  let folder;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "end-with-parents-"));
    // as scripts do: it waits for a program without turning its event loop; that one has started another, which
    // does not end when it is asked to
    const stubborn = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up");`;
    const deep = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], { stdio: "inherit" });`;
    writeFileSync(
      join(folder, "script.mjs"),
      `import ${JSON.stringify(resolve(root, "scripts/end-with-parents.mjs"))};
       import { spawnSync } from "node:child_process";
       spawnSync(process.execPath, ["-e", ${JSON.stringify(deep)}], { stdio: "inherit" });`,
    );
    // with one command alone, some shells become that command
    writeFileSync(join(folder, "package.json"), '{"scripts":{"go":"node script.mjs; exit 1"}}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // the number is the place below npm: 0 is npm, 1 the shell
  it.skipIf(process.platform === "win32").each([0, 1])(
    "ends with all below it when level %d is killed",
    async (level) => {
      const npm = spawn("npm", ["run", "--silent", "go"], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      let printed = "";
      npm.stdout.on("data", (data) => (printed += data));
      while (!printed.includes("up")) await setTimeout(20);
      const before = processTable();
      const all = [before.get(npm.pid), ...descendantsOf(npm.pid, before)];
      expect(all).toHaveLength(5); // npm, sh, script, and the two below
      process.kill(all[level].pid, "SIGKILL");
      for (const start = performance.now(); performance.now() - start < 60_000; await setTimeout(50)) {
        const now = processTable();
        if (!all.some((one) => isThere(one, now))) return;
      }
      const now = processTable();
      const left = all.filter((one) => isThere(one, now));
      for (const { pid } of left) process.kill(pid, "SIGKILL");
      expect(left.map(({ words }) => words.join(" "))).toEqual([]);
    },
    120_000,
  );
});
