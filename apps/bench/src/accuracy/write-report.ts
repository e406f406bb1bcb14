import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { standaloneSvg } from "../report/figure.js";
import type { AccuracyLine } from "./accuracy-line.js";
import { accuracyFigures } from "./figures.js";
import { protocolGroups, type ProtocolGroup } from "./protocol-groups.js";
import { reportHtml } from "./report.js";

export interface WrittenReport {
  /** Paths of the files. */
  readonly report: string;
  readonly figures: readonly string[];
  /** What the report covers, a section each. */
  readonly groups: readonly ProtocolGroup[];
}

/**
 * Writes `report.html` and each of its figures as an SVG file. Groups that the command added to come first.
 *
 * @throws {RangeError} when there are no lines
 */
export function writeReport(
  lines: readonly AccuracyLine[],
  {
    out,
    command,
    missing,
    first,
  }: {
    readonly out: string;
    readonly command: string;
    readonly missing: readonly string[];
    /** Keys of the groups that come first. */
    readonly first: ReadonlySet<string>;
  },
): WrittenReport {
  if (lines.length === 0) throw new RangeError("writeReport: needs one or more lines, got none");
  const groups = protocolGroups(lines).sort((a, b) => Number(first.has(b.key)) - Number(first.has(a.key)));
  const sections = groups.map((group) => {
    const plain = `${group.dataset}-${group.hiddenLayers}-hidden`;
    const alone =
      groups.filter((other) => `${other.dataset}-${other.hiddenLayers}-hidden` === plain).length === 1;
    return { group, figures: accuracyFigures(group, alone ? plain : `${plain}-${group.key.slice(0, 6)}`) };
  });

  mkdirSync(out, { recursive: true });
  const figures = sections.flatMap((section) =>
    section.figures.map(({ name, svg }) => {
      const path = join(out, `${name}.svg`);
      writeFileSync(path, standaloneSvg(svg));
      return path;
    }),
  );
  const report = join(out, "report.html");
  writeFileSync(report, reportHtml({ command, sections, missing }));
  return { report, figures, groups };
}
