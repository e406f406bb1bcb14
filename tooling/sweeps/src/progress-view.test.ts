import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { plainView, progressView, type RunWords } from "./progress-view.js";

interface Line {
  readonly seed: number;
}
const line: Line = { seed: 0 };
const words: RunWords<Line, Line> = {
  describe: ({ seed }) => `s-qr 50, seed ${seed}`,
  result: () => "test accuracy 0.9123",
  epochs: () => 90,
};

describe("plainView", () => {
  it("writes one plain line per event that matters", () => {
    let text = "";
    const view = plainView({ write: (part) => (text += part) }, words);
    view.begin({ total: 5, done: 2, jobs: 2, tasks: [] });
    const url = "https://example.org/a.gz";
    view.data({ file: "a.gz", url, receivedBytes: 1, totalBytes: 9 });
    view.data({ file: "a.gz", url, receivedBytes: 9, totalBytes: 9 });
    view.start(line, 0);
    view.retry(line, 0, "its process ended with SIGKILL");
    view.finish(line, 0);
    view.fail(line, 1, "no luck");
    view.end();
    expect(text).toBe(
      [
        "5 runs, 2 of them already there; 2 at a time",
        "fetching a.gz from https://example.org/a.gz",
        "s-qr 50, seed 0: its process ended with SIGKILL; it begins again",
        "[3/5] s-qr 50, seed 0: test accuracy 0.9123",
        "[4/5] s-qr 50, seed 0 FAILED: no luck",
        "",
      ].join("\n"),
    );
  });
});

describe("progressView", () => {
  /** What is written to a stream that is, or is not, a terminal. */
  function written({ isTTY }: { isTTY: boolean }): string {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 100, rows: 24 });
    const view = progressView(stream as unknown as NodeJS.WriteStream, words);
    view.begin({ total: 2, done: 0, jobs: 1, tasks: [] });
    for (const seed of [0, 1]) {
      view.start({ ...line, seed }, 0);
      view.epoch(line, 0, { epoch: 3 });
      view.finish({ ...line, seed }, 0);
    }
    view.end();
    return String(stream.read());
  }

  it("draws bars on a terminal and keeps every finished run, the last one too", () => {
    const text = written({ isTTY: true });
    expect(text).toContain("█");
    expect(text).toContain("s-qr 50, seed 0: test accuracy 0.9123");
    expect(text).toContain("s-qr 50, seed 1: test accuracy 0.9123");
    expect(text.endsWith("\u001b[0J")).toBe(true); // the bars are gone at the end
  });

  it.each([true, false])("writes a note though no sweep begins (terminal: %s)", (isTTY) => {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 100, rows: 24 });
    progressView(stream as unknown as NodeJS.WriteStream, words).note("nothing to do");
    expect(String(stream.read())).toBe("nothing to do\n");
  });

  it("writes no cursor codes elsewhere", () => {
    expect(written({ isTTY: false })).not.toContain("\u001b");
  });
});
