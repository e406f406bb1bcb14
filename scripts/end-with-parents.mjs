import { isMainThread, Worker } from "node:worker_threads";

// Imported by a program that npm or pnpm starts, ends it and all that it started once one of those above it is gone. A
// kill that cannot be caught ends npm alone: not the shell that npm puts between, which waits for its command, and not
// the command. A thread watches, since scripts wait for programs without turning their event loop.
if (isMainThread)
  new Worker(new URL("watch-parents.mjs", import.meta.url), { execArgv: [], argv: [] }).unref();
