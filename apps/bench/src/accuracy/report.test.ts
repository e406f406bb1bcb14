import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { accuracyLines } from "./accuracy-line.js";
import { standaloneSvg } from "../report/figure.js";
import { accuracyFigures } from "./figures.js";
import { differencesFromPublication } from "./differences.js";
import { exampleLine } from "./example-line.test-data.js";
import { accuracyOptions } from "./options.js";
import { protocolGroups } from "./protocol-groups.js";
import { reportHtml } from "./report.js";

const [group] = protocolGroups([
  exampleLine({ trainedParameters: 400 }),
  exampleLine({ method: "spectral", testAccuracy: 0.81 }),
  exampleLine({ method: "s-qr", testAccuracy: 0.88 }),
]);
const figures = accuracyFigures(group!, "mnist-1-hidden");

describe("accuracyFigures", () => {
  it("draws relative accuracy, ρ and accuracy", () => {
    expect(figures.map((figure) => figure.name)).toEqual([
      "mnist-1-hidden-relative-accuracy",
      "mnist-1-hidden-rho",
      "mnist-1-hidden-test-accuracy",
    ]);
  });

  it("leaves relative accuracy out where there is nothing to relate to", () => {
    const [alone] = protocolGroups([exampleLine({ method: "spectral" })]);
    expect(accuracyFigures(alone!, "x").map((figure) => figure.name)).toEqual(["x-rho", "x-test-accuracy"]);
  });
});

describe("standaloneSvg", () => {
  it("is well-formed, with a white ground behind the drawing", () => {
    const { document } = new JSDOM(standaloneSvg(figures[0]!.svg), { contentType: "image/svg+xml" }).window;
    expect(document.documentElement.firstElementChild?.getAttribute("fill")).toBe("#ffffff");
    expect(document.documentElement.getAttribute("color")).toBe("#1b1f24");
  });
});

describe("reportHtml", () => {
  const command = "npm run bench -- accuracy --out '<b>&'";
  const html = reportHtml({
    command,
    sections: [{ group: group!, figures }],
    missing: ["dense 5, seed 1: no <luck>"],
  });
  const { document } = new JSDOM(html).window;

  it("holds figures, table, command, settings and what is missing", () => {
    expect(document.querySelectorAll("figure svg")).toHaveLength(3);
    expect(document.querySelector("pre")?.textContent).toBe(command);
    expect(document.querySelector(".missing li")?.textContent).toBe("dense 5, seed 1: no <luck>");
    const rows = [...document.querySelectorAll("tr")].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toContainEqual(["spectral", "50", "1", "0.8100", "0.900", "100", "0.250", "10.0", "2.0"]);
    expect(rows).toContainEqual(["learning rate", "dense 0.015, spectral 0.015, s-qr 0.005"]);
    expect(rows).toContainEqual([
      "early stopping",
      "monitor validation accuracy, min delta 0.005, patience 8, restore best false",
    ]);
  });

  it("says what computed the runs", () => {
    expect(document.body.textContent).toContain("3 runs on engine 1.0.0, Node 20.0.0, commit 0123abc");
  });

  it("shows lines that have no more than they must", () => {
    const { biases, testLoss, stopped, history, versions, finishedAt, key, ...line } = exampleLine({});
    void [biases, testLoss, stopped, history, versions, finishedAt, key];
    const [bare] = protocolGroups(accuracyLines([line], "x"));
    const page = reportHtml({ command, sections: [{ group: bare!, figures: [] }], missing: [] });
    expect(page).toContain("1 runs on engine 1.0.0, Node unknown, commit unknown.");
  });

  it("says where the runs differ from the publication", () => {
    expect(document.body.textContent).toContain("S-QR trains the triangle of R");
    const [short] = protocolGroups([exampleLine({ epochs: 3 })]);
    const page = reportHtml({ command, sections: [{ group: short!, figures: [] }], missing: [] });
    expect(page).toContain(
      "A first look: at most 3 epochs instead of 90; methods that learn slowly may not be done.",
    );
    const quick = accuracyOptions({ quick: true }, "/").runs[0]!;
    const [first] = protocolGroups([{ ...exampleLine({}), ...quick }]);
    expect(differencesFromPublication(first!)[1]).toBe("At most 120 epochs of 40 steps instead of 90.");
    expect(page).not.toContain("S-QR");
  });

  it("needs nothing beside itself", () => {
    expect(document.querySelectorAll("script, link, img, iframe, [src]")).toHaveLength(0);
    expect(html).not.toMatch(/url\(|@import/);
  });
});
