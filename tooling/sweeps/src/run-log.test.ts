import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRunLog, readRunLog } from "./run-log.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-log-"));
  path = join(folder, "deep", "runs.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("openRunLog", () => {
  it("creates the folder, and reads back what was appended", () => {
    const log = openRunLog(path);
    expect(log).toMatchObject({ lines: [], repair: "none" });
    log.append({ key: "a", text: "two\nlines" });
    log.append({ key: "b" });
    expect(openRunLog(path)).toMatchObject({
      lines: [{ key: "a", text: "two\nlines" }, { key: "b" }],
      repair: "none",
    });
  });

  it("drops a torn last line wherever it was torn, and what follows starts on a line of its own", () => {
    const whole = '{"key":"α"}\n';
    const torn = Buffer.from('{"key":"β","x":1}');
    for (let length = 1; length < torn.length; length++) {
      openRunLog(path);
      writeFileSync(path, Buffer.concat([Buffer.from(whole), torn.subarray(0, length)]));
      const log = openRunLog(path);
      expect(log).toMatchObject({ lines: [{ key: "α" }], repair: "dropped a torn last line" });
      log.append({ key: "c" });
      expect(readFileSync(path, "utf8")).toBe(`${whole}{"key":"c"}\n`);
    }
  });

  it("drops a torn line that is the only one", () => {
    openRunLog(path);
    writeFileSync(path, '{"key":');
    expect(openRunLog(path).lines).toEqual([]);
    expect(readFileSync(path, "utf8")).toBe("");
  });

  it("keeps a last line that lacks only its newline", () => {
    openRunLog(path);
    writeFileSync(path, '{"key":"a"}');
    const log = openRunLog(path);
    expect(log).toMatchObject({ lines: [{ key: "a" }], repair: "ended the last line" });
    expect(readFileSync(path, "utf8")).toBe('{"key":"a"}\n');
  });

  it.skipIf(process.platform === "win32")("fails where a line does not fit on the disk", () => {
    // a limit on the size of files stands for a full disk: both take a part of what is written
    const log = JSON.stringify(new URL("../dist/run-log.js", import.meta.url).href);
    const program = `
      const { openRunLog } = await import(${log});
      openRunLog(${JSON.stringify(path)}).append({ text: "x".repeat(5000) });`;
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 1 && exec "$0" --input-type=module -e "$1"', process.execPath, program],
      { encoding: "utf8" },
    );
    expect(stderr).toContain(
      `${path}: cannot be written: it would be larger than a file may be here (EFBIG)`,
    );
    expect(status).toBe(1);
    // what fitted is taken away again
    expect(openRunLog(path)).toMatchObject({ lines: [], repair: "none" });
  });

  it("refuses what is no file, or a file elsewhere, by its name", () => {
    openRunLog(path);
    mkdirSync(path);
    expect(() => openRunLog(path)).toThrow(`${path}: cannot be read: it is a folder`);
    rmdirSync(path);
    if (process.platform !== "win32") {
      execFileSync("mkfifo", [path]);
      expect(() => openRunLog(path)).toThrow(`${path}: cannot be read: `);
      unlinkSync(path);
      for (const target of ["/dev/zero", join(folder, "elsewhere")]) {
        writeFileSync(join(folder, "elsewhere"), "");
        symlinkSync(target, path);
        expect(() => openRunLog(path)).toThrow(`${path}: cannot be read: `);
        unlinkSync(path);
      }
    }
    writeFileSync(join(folder, "file"), "");
    expect(() => openRunLog(join(folder, "file", "runs.jsonl"))).toThrow(
      `${join(folder, "file")}: cannot be made: `,
    );
  });

  it("refuses a line in which a name stands twice", () => {
    openRunLog(path);
    writeFileSync(path, '{"key":"a"}\n{"key":"b","x":1,"x":2}\n');
    expect(() => openRunLog(path)).toThrow(
      `${path}:2: expected one JSON object, got "{\\"key\\":\\"b\\",\\"x\\":1,\\"x\\":2}" ` +
        '(every name must stand in its object once, got "x" twice); delete the line to go on',
    );
  });

  it.each(["nonsense", "[1]", "null", "7", "", '{"key":'])(
    "names a broken line before the last: %s",
    (broken) => {
      openRunLog(path);
      writeFileSync(path, `{"key":"a"}\n${broken}\n{"key":"b"}\n`);
      expect(() => openRunLog(path)).toThrow(`${path}:2: expected one JSON object`);
    },
  );
});

describe("readRunLog", () => {
  it("passes over a last line that is still being written, and leaves the file as it is", () => {
    openRunLog(path);
    writeFileSync(path, '{"key":"a"}\n{"key":');
    expect(readRunLog(path)).toEqual([{ key: "a" }]);
    expect(readFileSync(path, "utf8")).toBe('{"key":"a"}\n{"key":');
  });

  it("finds nothing where there is no file", () => {
    expect(readRunLog(path)).toEqual([]);
  });
});
