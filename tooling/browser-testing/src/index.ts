export { buildPage, type BuildPageOptions, type BuiltPage } from "./build-page.js";
export { findChromium, runsBrowserTests } from "./find-chromium.js";
export { launchChromium } from "./launch-chromium.js";
export { openPage, type OpenPage, type OpenPageOptions } from "./open-page.js";
export { servePage, type ServedPage, type ServePageOptions } from "./serve-page.js";
