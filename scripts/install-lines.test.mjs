import { describe, expect, it } from "vitest";
import { installPages, withInstallLines } from "./install-lines.mjs";
import { root } from "./pnpm.mjs";

describe("withInstallLines", () => {
  const names = ["@reciprocal/model", "@reciprocal/cli"];
  const page = (words, command) => `a\n\n<!-- install: ${words} -->\n\n\`\`\`sh\n${command}\n\`\`\`\n\nb\n`;
  const fresh = (words, released) => withInstallLines(page(words, "old"), { names, released });

  it("takes packages from npm after the first release", () => {
    expect(fresh("@reciprocal/model sharp", true)).toBe(
      page("@reciprocal/model sharp", "npm install @reciprocal/model sharp"),
    );
    expect(fresh("global @reciprocal/cli onnxruntime-node", true)).toBe(
      page(
        "global @reciprocal/cli onnxruntime-node",
        "npm install --global --ignore-scripts @reciprocal/cli onnxruntime-node",
      ),
    );
  });

  it("takes them from a clone before, and says so", () => {
    expect(fresh("@reciprocal/model sharp", false)).toBe(
      page(
        "@reciprocal/model sharp",
        "# not on npm yet: `npm run tarballs` makes these files in a clone, ../reciprocal\nnpm install ../reciprocal/dist/tarballs/model.tgz sharp",
      ),
    );
  });

  it("changes a page no more that it wrote, and no other block", () => {
    const once = fresh("@reciprocal/model", false);
    expect(withInstallLines(once, { names, released: false })).toBe(once);
    const other = "```sh\nnpm start\n```\n";
    expect(withInstallLines(other, { names, released: true })).toBe(other);
  });

  it("names the packages there are for one that there is not", () => {
    expect(() => fresh("@reciprocal/modal", true)).toThrow(
      "withInstallLines: no package @reciprocal/modal (there are @reciprocal/model, @reciprocal/cli)",
    );
  });
});

describe("the commands of installation in committed pages", () => {
  const pages = installPages(root);

  it("are what is true today, or `pnpm docs:tables` writes them", () => {
    for (const { path, text, fresh } of pages) expect(text, path).toBe(fresh);
    expect(pages.filter(({ text }) => text.includes("<!-- install: ")).length).toBeGreaterThan(10);
  });

  it("are all marked, so that none is forgotten when the packages are released", () => {
    for (const { path, text } of pages) {
      const unmarked = text.replaceAll(/^<!-- install: .+ -->\n\n```sh\n[^]*?^```$/gm, "");
      expect(unmarked, path).not.toMatch(/npm (install|i|add) .*@reciprocal\/|npx .*@reciprocal\//);
      expect(unmarked, path).not.toMatch(/dist\/tarballs\//);
    }
  });
});
