import { openModel } from "../index.js";

/** What browser.test.ts calls in the page: only prediction, so that it sees what that bundles. */
const model = { openModel };

declare global {
  var modelPage: typeof model;
}
globalThis.modelPage = model;
