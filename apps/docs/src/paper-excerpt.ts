import { headingAnchor } from "./split-report.js";

/** The sections that are about the report itself: what it found, and how it was made. */
const summary = "What matched, and what did not";
const provenance = "The runs";

/** A section of the report: its title, and its paragraphs, tables and headings as Markdown. */
interface Section {
  readonly title: string;
  readonly blocks: readonly string[];
}

/**
 * Which statements of the paper held, as the report sums up: its text and its first table.
 *
 * @param report - content of a `report.md` of `reciprocal-bench paper`
 * @throws {Error} if the report has no summary
 */
export function paperSummary(report: string): string {
  const { blocks } = sectionOf(report, summary);
  const end = blocks.findIndex((block) => block.startsWith("### "));
  return blocks.slice(0, end === -1 ? undefined : end).join("\n\n");
}

/**
 * The experiments of the report, with headings of the second level: for each its question and its first figure, with the
 * data set and the text of the figure below it and a link to the rest.
 *
 * @param report - content of a `report.md` of `reciprocal-bench paper`
 * @param figures - path of its folder `figures`, from the page that includes this
 * @param page - address of the page that shows the whole report
 */
export function paperExperiments(
  report: string,
  { figures, page }: { readonly figures: string; readonly page: string },
): string {
  const experiments = sectionsOf(report)
    .filter(({ blocks }) => blocks.some((block) => block.startsWith("![")))
    .flatMap(({ title, blocks: [about = "", ...rest] }) => {
      const dataset = rest.find((block) => block.startsWith("### "))!.slice(4);
      const figure = rest.find((block) => block.startsWith("!["))!;
      return [
        ...[`## ${title}`, about, figure, `On ${dataset}. ${/\[(.*)\]/.exec(figure)![1]!}`],
        `[Other data sets, tables, commands and settings](${page}#${headingAnchor(title)})`,
      ];
    });
  return experiments.join("\n\n").replaceAll("](figures/", `](${figures}/`);
}

/**
 * What the report says about its runs: what they were computed with, what is missing, and what else it says before its
 * summary.
 *
 * @param report - content of a `report.md` of `reciprocal-bench paper`
 * @throws {Error} if the report does not say it
 */
export function paperRuns(report: string): string {
  const [, ...about] = report.split(/^## /m)[0]!.trim().split("\n\n");
  const missing = sectionsOf(report)
    .filter(({ title }) => title === "Missing")
    .flatMap(({ blocks }) => ["Missing:", ...blocks]);
  return [...sectionOf(report, provenance).blocks, ...missing, ...about].join("\n\n");
}

function sectionOf(report: string, title: string): Section {
  const found = sectionsOf(report).find((section) => section.title === title);
  if (!found) throw new Error(`paperExcerpt: the report needs a section “${title}”, found none`);
  return found;
}

function sectionsOf(report: string): Section[] {
  const [, ...sections] = report.split(/^## /m);
  return sections.map((section) => {
    const [title = "", ...blocks] = section.trim().split("\n\n");
    return { title, blocks };
  });
}
