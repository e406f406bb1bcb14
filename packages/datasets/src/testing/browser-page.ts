import { datasetFromCsv, loadImageFolder, standardize } from "../index.js";

/** What browser.test.ts calls in the page. */
const datasets = { datasetFromCsv, loadImageFolder, standardize };

declare global {
  var datasetsPage: typeof datasets;
}
globalThis.datasetsPage = datasets;
