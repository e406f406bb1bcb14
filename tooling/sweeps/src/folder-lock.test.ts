import { fork, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock.js";
import { processStart } from "./process-start.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "folder-lock-"));
  path = join(folder, ".lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

const nameOf = (pid: number, { host = hostname(), start = processStart(pid) ?? "1" } = {}) =>
  [host, String(pid), start, "0123abcd"].map(encodeURIComponent).join(",");

function plant(name: string): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, name), "");
}

/** The number of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"]).pid;

describe("lockFolder", () => {
  it("names the host, the process and its start, and leaves nothing behind", () => {
    const unlock = lockFolder(folder);
    expect(readdirSync(folder)).toEqual([".lock"]);
    const [name, ...others] = readdirSync(path);
    expect(others).toEqual([]);
    expect(name!.split(",").slice(0, 3).map(decodeURIComponent)).toEqual([
      ...[hostname(), String(process.pid), processStart(process.pid)],
    ]);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a folder that another living process has, and one that this one has", () => {
    plant(nameOf(process.ppid));
    expect(() => lockFolder(folder)).toThrow(
      `${folder}: process ${process.ppid} is at work here; wait for it, or take another --out ` +
        `(if that process is another program, delete ${path})`,
    );
    expect(readdirSync(folder)).toEqual([".lock"]);
    expect(readdirSync(path)).toEqual([nameOf(process.ppid)]);
    rmSync(path, { recursive: true });
    lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`${folder}: this process is already at work here`);
  });

  it("takes a folder whose process has ended", () => {
    plant(nameOf(endedPid()));
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")(
    "takes a folder whose process had a number that another has now",
    () => {
      for (const pid of [process.ppid, process.pid]) {
        plant(nameOf(pid, { start: "another boot.17" }));
        lockFolder(folder)();
        expect(readdirSync(folder)).toEqual([]);
      }
    },
  );

  it("refuses a living process of which nobody knows when it began", () => {
    plant(nameOf(process.ppid, { start: "" }));
    expect(() => lockFolder(folder)).toThrow(`process ${process.ppid} is at work here`);
  });

  it("cannot see whether a process on another host is alive, and says what to delete", () => {
    plant(nameOf(endedPid(), { host: "else where" }));
    expect(() => lockFolder(folder)).toThrow(
      new RegExp(
        `process \\d+ on the host else where may be at work here.* or delete ${path} if it has ended`,
      ),
    );
    expect(readdirSync(folder)).toEqual([".lock"]);
  });

  it.each([`${process.pid}\n`, "", "nonsense"])(
    "takes a folder with the file of an older version: %j",
    (text) => {
      writeFileSync(path, text);
      const unlock = lockFolder(folder);
      expect(readdirSync(path)).toHaveLength(1);
      unlock();
    },
  );

  it("takes a folder whose lock has no holder", () => {
    mkdirSync(path);
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(["notes.txt", "a,1,b", "%,7,,0123abcd", "host,0,x,0123abcd"])(
    "says what stands in the place of a lock and is none: %s",
    (name) => {
      plant(name);
      expect(() => lockFolder(folder)).toThrow(
        `${folder}: cannot be locked, since ${path} holds "${name}"; delete ${path} if`,
      );
      expect(readdirSync(path)).toEqual([name]);
    },
  );

  it("removes what processes left that were killed while they locked, and nothing of others", () => {
    const drafts = [endedPid(), process.ppid].map((pid) => `.lock.${nameOf(pid)}`);
    for (const name of [...drafts, ".lock.txt", "runs"]) mkdirSync(join(folder, name));
    lockFolder(folder)();
    expect(readdirSync(folder).sort()).toEqual([drafts[1], ".lock.txt", "runs"].sort());
  });

  it("names the folder that is not there, and one that cannot be written", () => {
    expect(() => lockFolder(join(folder, "none"))).toThrow(
      `${join(folder, "none")}: cannot be locked: there is no such file (ENOENT)`,
    );
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe("processes that lock one folder", () => {
  const program = fileURLToPath(new URL("testing/hold-lock.mjs", import.meta.url));
  let all: ChildProcess[];
  let log: string;
  const start = () => fork(program, [folder, log]);
  beforeEach(() => {
    log = join(folder, "log");
    writeFileSync(log, "");
    all = [];
  });
  afterEach(() => all.forEach((one) => one.kill("SIGKILL")));

  /** Waits until so many rows are in the log. */
  const rows = async (count: number) => {
    while (readFileSync(log, "latin1").split("\n").length <= count)
      await new Promise((resolve) => setTimeout(resolve, 3));
  };
  const ask = async (message: object): Promise<{ held: boolean; message: string }[]> =>
    Promise.all(
      all.map(async (one) => {
        one.send(message);
        const [answer] = (await once(one, "message")) as [{ held: boolean; message: string }];
        return answer;
      }),
    );

  it("never hold it two at a time, when all find the same lock left over", async () => {
    all = Array.from({ length: 6 }, start);
    const left = nameOf(endedPid());
    for (let round = 0; round < 60; round++) {
      plant(left);
      const answers = await ask({ type: "lock", at: Date.now() + 15 });
      const refused = answers.filter(({ held }) => !held);
      expect(refused).toHaveLength(5);
      const holder = all[answers.findIndex(({ held }) => held)]!.pid;
      for (const { message } of refused) expect(message).toContain(`process ${holder} is at work here`);
      await ask({ type: "unlock" });
      expect(readdirSync(folder)).toEqual(["log"]);
    }
  });

  it("never hold it two at a time while some are killed and others begin", async () => {
    all = Array.from({ length: 4 }, start);
    all.forEach((one) => one.send({ type: "again and again" }));
    const killed = new Set<string>();
    for (let kill = 0; kill < 8; kill++) {
      await rows(8 * (kill + 1));
      const next = start();
      next.send({ type: "again and again" });
      const [victim] = all.splice(kill % all.length, 1, next);
      victim!.kill("SIGKILL");
      killed.add(String(victim!.pid));
    }
    await rows(80);
    await Promise.all(
      all.map((one) => {
        one.kill("SIGKILL");
        killed.add(String(one.pid));
        return once(one, "exit");
      }),
    );

    let inside: string | undefined;
    for (const row of readFileSync(log, "utf8").trimEnd().split("\n")) {
      const [what, pid] = row.split(" ") as [string, string];
      if (what === "enter") expect(inside === undefined || killed.has(inside)).toBe(true);
      else expect(row).toBe(`leave ${inside}`);
      inside = what === "enter" ? pid : undefined;
    }
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual(["log"]);
  });
});
