import "./end-with-parents.mjs";
import { root, setUp } from "./pnpm.mjs";
import { runBench } from "./run-bench.mjs";

// npm start: everything from nothing to a first report, on the built-in digits.
if (!setUp()) process.exit(1);

// on stderr, as progress is: --json may be among the words
console.error("A first look: small networks are trained by each method on generated digits, then compared.");
const args = ["accuracy", "--quick", "--out", "runs/start", ...process.argv.slice(2)];
process.exitCode = await runBench(args, { cwd: root });
if (process.exitCode === 0) console.error("Open it in a browser. Next: npm run bench -- list");
