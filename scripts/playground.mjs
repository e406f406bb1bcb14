import "./end-with-parents.mjs";
import { install, pnpm } from "./pnpm.mjs";

// npm run playground: the site on this machine, opened at the page that reads digits and trains in the browser.
console.error("Installing what is missing, then starting the site (the first time takes a minute or two) …");
process.exitCode = install() ? pnpm(["run", "docs:dev", "--", "--open", "/playground/"]).status : 1;
