#!/usr/bin/env node
import { main } from "./main.js";

// scripts/run-bench.mjs starts it with a channel, which ends with its process: then it ends as by SIGTERM
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();

process.exitCode = await main(process.argv.slice(2));
