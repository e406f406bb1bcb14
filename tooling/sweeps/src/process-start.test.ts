import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { processStart } from "./process-start.js";

describe("processStart", () => {
  it("gives the same text for the same process, and none for one that has ended", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const start = processStart(child.pid!);
    expect(start).toBeTypeOf("string");
    expect(processStart(child.pid!)).toBe(start);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(processStart(child.pid!)).toBeUndefined();
  });

  it.each([0, -1, NaN, 1.5, 2 ** 31 - 1])("knows that there is no process %d", (pid) => {
    expect(processStart(pid)).toBeUndefined();
  });

  it.skipIf(process.platform === "win32")("tells processes apart that began at different times", async () => {
    const own = processStart(process.pid);
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    expect(own).not.toBe("");
    expect(processStart(child.pid!)).not.toBe(own);
    child.kill("SIGKILL");
  });

  it.runIf(process.platform === "linux")(
    "does not count a process that only waits for its parent",
    async () => {
      // sh begins a child and becomes a program that never asks how it ended
      const sh = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      const [said] = (await once(sh.stdout, "data")) as [Buffer];
      const zombie = Number(said.toString());
      while (!/\) Z/.test(spawnSync("cat", [`/proc/${zombie}/stat`], { encoding: "utf8" }).stdout));
      expect(process.kill(zombie, 0)).toBe(true);
      expect(processStart(zombie)).toBeUndefined();
      sh.kill("SIGKILL");
    },
  );
});
