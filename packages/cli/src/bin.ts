#!/usr/bin/env node
import { runCli } from "./run-cli.js";

// who reads the results may have seen enough, as `head` has
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1));

process.exitCode = await runCli(process.argv.slice(2));
