/** A section of a report that is a page of its own. */
export interface ReportSection {
  readonly title: string;
  /** Of its heading, on a page of the whole report. */
  readonly anchor: string;
  /** Markdown, with the title as the heading of the page. */
  readonly text: string;
}

export interface SplitReport {
  /** The report, Markdown, with links in the place of the sections. */
  readonly main: string;
  readonly sections: readonly ReportSection[];
}

/** Longer reports, in characters, are pages that nobody scrolls through. */
const longest = 20_000;

/**
 * Takes the sections with figures out of a report that is long; one that is not is a page as it is.
 *
 * @param report - content of a `report.md`
 * @param linkTo - address of the page of a section
 */
export function splitReport(report: string, linkTo: (anchor: string) => string): SplitReport {
  if (report.length <= longest) return { main: report, sections: [] };
  const [start = "", ...parts] = report.split(/^(?=## )/m);
  const main: string[] = [];
  const sections: ReportSection[] = [];
  for (const part of parts) {
    if (!part.includes("\n![")) {
      main.push(part);
      continue;
    }
    const title = /^## (.*)/.exec(part)![1]!;
    const anchor = headingAnchor(title);
    if (sections.length === 0) main.push("## Experiments\n\n");
    main.push(`- [${title}](${linkTo(anchor)})\n`);
    sections.push({ title, anchor, text: part.replaceAll(/^#(#+ )/gm, "$1") });
  }
  return { main: [start, ...main].join("").replaceAll(/(^- .*\n)(?=## )/gm, "$1\n"), sections };
}

/** The anchor that VitePress gives the heading of a section. */
export function headingAnchor(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, "-");
}
