import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lockFolder } from "./folder-lock.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folder-lock-"));
  path = join(folder, ".lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("lockFolder", () => {
  it("names the process, and leaves nothing behind", () => {
    const unlock = lockFolder(folder);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
    expect(readdirSync(folder)).toEqual([".lock"]);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a folder that another living process has", () => {
    writeFileSync(path, `${process.ppid}\n`);
    expect(() => lockFolder(folder)).toThrow(`${folder}: process ${process.ppid} is at work here`);
    expect(readdirSync(folder)).toEqual([".lock"]);
  });

  it.each(["", "nonsense", "-1", "0"])("takes a folder whose lock names no process: %j", (text) => {
    writeFileSync(path, text);
    lockFolder(folder);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
  });

  it("refuses a folder whose process is alive, and another user's", () => {
    writeFileSync(path, "7\n");
    const kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("not yours"), { code: "EPERM" });
    });
    try {
      expect(() => lockFolder(folder)).toThrow("process 7 is at work here");
    } finally {
      kill.mockRestore();
    }
  });

  it("takes a folder whose process had the number that is now its own, as in a container begun again", () => {
    writeFileSync(path, `${process.pid}\n`);
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("takes a folder whose process was killed", () => {
    const { pid } = spawnSync(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"]);
    writeFileSync(path, `${pid}\n`);
    lockFolder(folder);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
  });
});
