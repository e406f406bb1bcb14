import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const applications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The path of a Chromium or Chrome: what `CHROMIUM_PATH` names, otherwise the first of the usual names on `PATH` or among
 * the applications of macOS; undefined if there is none.
 *
 * @throws {Error} when `CHROMIUM_PATH` names nothing that can be run
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM_PATH: given, PATH: path = "" } = environment;
  if (given) {
    if (isExecutable(given)) return given;
    throw new Error(`findChromium: CHROMIUM_PATH must name a program, got ${given}`);
  }
  const folders = path.split(delimiter).filter(Boolean);
  return [
    ...commands.flatMap((command) => folders.map((folder) => join(folder, command))),
    ...applications,
  ].find(isExecutable);
}

/**
 * Whether tests in a browser must run: if there is a Chromium, and if `RECIPROCAL_BROWSER_TESTS` is `required`, so that
 * a missing one then fails in {@link launchChromium} instead of skipping tests unseen.
 */
export function runsBrowserTests(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment["RECIPROCAL_BROWSER_TESTS"] === "required" || findChromium(environment) !== undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
