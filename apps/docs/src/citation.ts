import { parse } from "yaml";

/** What BibTeX needs of an entry of `CITATION.cff`. */
interface CitedArticle {
  readonly title: string;
  readonly authors: readonly { readonly "given-names": string; readonly "family-names": string }[];
  readonly journal: string;
  readonly volume: number | string;
  readonly issue?: number | string;
  readonly number?: number | string;
  readonly start?: number | string;
  readonly year: number;
  readonly doi: string;
}

/**
 * The article that users are asked to cite, as BibTeX in a block of Markdown.
 *
 * @param cff - content of `CITATION.cff`
 * @throws {TypeError} if it names no preferred citation
 */
export function bibtex(cff: string): string {
  const article = (parse(cff) as { readonly "preferred-citation"?: CitedArticle })["preferred-citation"];
  if (article === undefined)
    throw new TypeError("bibtex: CITATION.cff needs a preferred-citation, found none");
  const { authors, issue, number, start, year } = article;
  const fields = {
    title: `{${article.title}}`,
    author: authors.map((author) => `${author["family-names"]}, ${author["given-names"]}`).join(" and "),
    journal: article.journal,
    volume: article.volume,
    number: issue,
    pages: start ?? number,
    year,
    doi: article.doi,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : `  ${name} = {${value}},`,
  );
  const key = `${authors[0]!["family-names"].toLowerCase()}${year}`;
  return ["```bibtex", `@article{${key},`, ...lines, "}", "```"].join("\n");
}
