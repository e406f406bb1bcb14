import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { exampleLine } from "../accuracy/example-line.test-data.js";
import { accuracyWords } from "../accuracy/run-words.js";
import { plainView, progressView } from "./progress-view.js";

describe("plainView", () => {
  it("writes one plain line per event that matters", () => {
    let text = "";
    const view = plainView({ write: (part) => (text += part) }, accuracyWords);
    const line = exampleLine({ method: "s-qr", testAccuracy: 0.91234 });
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
        "s-qr 50, seed 0: its process ended with SIGKILL; it is begun once more",
        "[3/5] s-qr 50, seed 0: test accuracy 0.9123 after 10 epochs, 2.0 s",
        "[4/5] s-qr 50, seed 0 FAILED: no luck",
        "",
      ].join("\n"),
    );
  });
});

describe("progressView", () => {
  const line = exampleLine({ method: "s-qr" });

  /** What is written to a stream that is, or is not, a terminal. */
  function written({ isTTY }: { isTTY: boolean }): string {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 100, rows: 24 });
    const view = progressView(stream as unknown as NodeJS.WriteStream, accuracyWords);
    view.begin({ total: 2, done: 0, jobs: 1, tasks: [] });
    for (const seed of [0, 1]) {
      view.start({ ...line, seed }, 0);
      view.epoch(line, 0, {
        epoch: 3,
        epochs: 90,
        steps: 1,
        loss: 1,
        accuracy: 1,
        learningRate: 1,
        seconds: 1,
      });
      view.finish({ ...line, seed }, 0);
    }
    view.end();
    return String(stream.read());
  }

  it("draws bars on a terminal and keeps every finished run, the last one too", () => {
    const text = written({ isTTY: true });
    expect(text).toContain("█");
    expect(text).toContain("s-qr 50, seed 0: test accuracy 0.9000");
    expect(text).toContain("s-qr 50, seed 1: test accuracy 0.9000");
    expect(text.endsWith("\u001b[0J")).toBe(true); // the bars are gone at the end
  });

  it.each([true, false])("writes a note though no sweep begins (terminal: %s)", (isTTY) => {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 100, rows: 24 });
    progressView(stream as unknown as NodeJS.WriteStream, accuracyWords).note("nothing to do");
    expect(String(stream.read())).toBe("nothing to do\n");
  });

  it("writes no cursor codes elsewhere", () => {
    expect(written({ isTTY: false })).not.toContain("\u001b");
  });
});
