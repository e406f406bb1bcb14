import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { root, setUp } from "./pnpm.mjs";

// npm start: everything from nothing to a first report, on the built-in digits.
if (!setUp()) process.exit(1);

const cli = resolve(root, "apps/bench/dist/cli.js");
const args = ["accuracy", "--quick", "--out", "runs/start", ...process.argv.slice(2)];
// on stderr, as progress is: --json may be among the words
console.error("A first look: small networks are trained by each method on generated digits, then compared.");
const { status, error } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: "inherit" });
if (error) throw error;
if (status === 0) console.error("Open it in a browser. Next: npm run bench -- list");
process.exitCode = status ?? 1;
