/** The summary of the report; the sections before it are about the report itself. */
const summary = "What matched, and what did not";

/**
 * An excerpt of the report of the paper, as Markdown with headings of the second level: what it says about its runs, its
 * summary, and for each experiment its question and its first figure, with the data set and the text of the figure below it
 * and a link to the rest.
 *
 * @param report - content of a `report.md` of `reciprocal-bench paper`
 * @param figures - path of its folder `figures`, from the page that includes this
 * @param page - address of the page that shows the whole report
 * @throws {Error} if the report has no summary
 */
export function paperExcerpt(
  report: string,
  { figures, page }: { readonly figures: string; readonly page: string },
): string {
  const [[, ...runs] = [], ...sections] = report.split(/^## /m).map((text) => text.trim().split("\n\n"));
  const start = sections.findIndex(([title]) => title === summary);
  if (start === -1) throw new Error(`paperExcerpt: the report needs a section “${summary}”, found none`);
  const experiments = sections.slice(start + 1).flatMap(([title = "", about = "", ...rest]) => {
    const dataset = rest.find((text) => text.startsWith("### "))?.slice(4);
    const figure = rest.find((text) => text.startsWith("!["));
    return [
      ...[`## ${title}`, about],
      ...(dataset && figure ? [figure, `On ${dataset}. ${/\[(.*)\]/.exec(figure)![1]!}`] : []),
      `[Other data sets, tables, commands and settings](${page}#${slug(title)})`,
    ];
  });
  const missing = sections.slice(0, start).map((section) => `## ${section.join("\n\n")}`);
  return [...runs, ...missing, `## ${sections[start]!.join("\n\n")}`, ...experiments, ""]
    .join("\n\n")
    .replaceAll("](figures/", `](${figures}/`);
}

/** The anchor of a heading. */
function slug(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, "-");
}
