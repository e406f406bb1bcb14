import { JSDOM } from "jsdom";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { command, documentMarkdown, figures, heading, list, table, text } from "./document.js";
import { writeDocument } from "./write-document.js";

const numbers = { name: "numbers", headings: ["a", "b"], rows: [["1", "<2>"]] };
const report = {
  title: "All & <sundry>",
  blocks: [
    heading(2, "Part"),
    text("One <b>\nparagraph."),
    command("run --out '<b>&'"),
    list(["first", "no <luck>"]),
    table(numbers),
    table({ ...numbers, name: "sentences", prose: true }),
    figures([
      {
        name: "chart",
        caption: "A caption.",
        chart: {
          kind: "series",
          label: "y",
          description: "d",
          points: [{ series: "s", x: 1, value: 2 }],
          x: { label: "x" },
          looks: { s: { color: "#111111", symbol: "circle" } },
        },
      },
    ]),
  ],
};

describe("documentMarkdown", () => {
  it("shows every block, on one line each, and no text as HTML", () => {
    expect(documentMarkdown(report, "figures").split("\n\n")).toEqual([
      "# All & <sundry>",
      "## Part",
      "One &lt;b> paragraph.",
      "```sh\nrun --out '<b>&'\n```",
      "- first\n- no &lt;luck>",
      "| a | b |\n| --- | --- |\n| 1 | &lt;2> |",
      "| a | b |\n| --- | --- |\n| 1 | &lt;2> |",
      "![A caption.](figures/chart.svg)",
      "A caption.\n",
    ]);
  });
});

describe("writeDocument", () => {
  it("writes a page that needs no other file, and figures and tables as files", async () => {
    const folder = mkdtempSync(join(tmpdir(), "report-"));
    try {
      const written = await writeDocument(report, folder);
      for (const path of [written.report, written.markdown, ...written.figures, ...written.tables]) {
        expect(existsSync(path), path).toBe(true);
      }
      const html = readFileSync(written.report, "utf8");
      expect(html).not.toMatch(/url\(|@import/);
      const { document } = new JSDOM(html).window;
      expect(document.querySelectorAll("script, link, img, iframe, [src]")).toHaveLength(0);
      expect(document.querySelector("h1")!.textContent).toBe(report.title);
      expect(document.querySelector("pre")!.textContent).toBe("run --out '<b>&'");
      expect([...document.querySelectorAll("li")].map((item) => item.textContent)).toEqual([
        "first",
        "no <luck>",
      ]);
      expect(document.querySelectorAll("figure svg")).toHaveLength(1);
      expect(document.querySelectorAll("table.prose")).toHaveLength(1);

      const drawing = readFileSync(join(folder, "figures/chart.svg"), "utf8");
      const svg = new JSDOM(drawing, { contentType: "image/svg+xml" }).window.document.documentElement;
      expect(svg.getAttribute("color")).toBe("#1b1f24");
      expect(svg.querySelector(".ground")!.getAttribute("fill")).toBe("#ffffff");
      expect(svg.querySelector("style")!.textContent).toContain("prefers-color-scheme: dark");
      expect(readFileSync(join(folder, "tables/numbers.csv"), "utf8")).toBe("a,b\r\n1,<2>\r\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
