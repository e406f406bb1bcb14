/**
 * Reports as data: blocks, tables, charts and statistics, written as HTML, Markdown, SVG, PNG and CSV.
 *
 * @packageDocumentation
 */
export type {
  Chart,
  DistributionChart,
  HeatPicture,
  SeriesChart,
  SeriesLook,
  SeriesPoint,
} from "./charts/chart.js";
export {
  blockMarkdown,
  command,
  documentFigures,
  documentHtml,
  documentMarkdown,
  documentTables,
  figures,
  heading,
  list,
  table,
  text,
  type Block,
  type ReportDocument,
} from "./document.js";
export { figureColors, type Figure } from "./figure.js";
export { groupBy } from "./group-by.js";
export { meanAndDeviation, spread, type MeanAndDeviation } from "./mean-and-deviation.js";
export { csvText, markdownTable, markdownText, type Table } from "./table.js";
export { percent, words } from "./words.js";
export { drawFigures, writeDocument, type WrittenDocument } from "./write-document.js";
