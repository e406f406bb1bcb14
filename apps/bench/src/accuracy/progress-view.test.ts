import { describe, expect, it } from "vitest";
import { exampleLine } from "./example-line.test-data.js";
import { plainView } from "./progress-view.js";

describe("plainView", () => {
  it("writes one plain line per event that matters", () => {
    let text = "";
    const view = plainView({ write: (part) => (text += part) });
    const line = exampleLine({ method: "s-qr", testAccuracy: 0.91234 });
    view.begin({ total: 5, done: 2, jobs: 2 });
    const url = "https://example.org/a.gz";
    view.data({ file: "a.gz", url, receivedBytes: 1, totalBytes: 9 });
    view.data({ file: "a.gz", url, receivedBytes: 9, totalBytes: 9 });
    view.start(line, 0);
    view.finish(line, 0);
    view.fail(line, 1, "no luck");
    view.end();
    expect(text).toBe(
      [
        "5 runs, 2 of them already there; 2 at a time",
        "fetching a.gz from https://example.org/a.gz",
        "[3/5] s-qr 50, seed 0: test accuracy 0.9123 after 10 epochs, 2.0 s",
        "[4/5] s-qr 50, seed 0 FAILED: no luck",
        "",
      ].join("\n"),
    );
  });
});
