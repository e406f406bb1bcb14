import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

  it("takes a folder whose process was killed", () => {
    const { pid } = spawnSync(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"]);
    writeFileSync(path, `${pid}\n`);
    lockFolder(folder);
    expect(readFileSync(path, "utf8")).toBe(`${process.pid}\n`);
  });
});
