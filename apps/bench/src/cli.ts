#!/usr/bin/env node
import { fileError } from "@reciprocal/files";
import { main } from "./main.js";

// scripts/run-bench.mjs starts it with a channel, which ends with its process: then it ends as by SIGTERM
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

// a full disk behind `>`; where nobody reads on, as behind `| head`, there is nobody to tell
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`${fileError("standard output", "written", error).message}\n`);
  process.exit(1);
});

process.exitCode = await main(process.argv.slice(2));
