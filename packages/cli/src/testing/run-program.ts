import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// the built program, as a user runs it
const bin = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the program in a folder; `input` is what comes from a pipe. */
export function startProgram(folder: string, args: readonly string[], input?: string | Uint8Array): Started {
  if (!existsSync(bin)) throw new Error(`${bin} is missing: build first (pnpm build)`);
  const env = { ...process.env, NODE_ENV: "production", TEST: "", CI: "", NO_COLOR: "1" }; // under a test, citty keeps its help back
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: "pipe" });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  child.stdin.on("error", () => {}); // of a program that ended before it read all
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

export function runProgram(
  folder: string,
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<Ended> {
  return startProgram(folder, args, input).ended;
}
