import { vi } from "vitest";
import { runCli } from "../run-cli.js";
import type { Ended } from "./run-program.js";

/** Does a command in this process, which takes milliseconds; what it prints is caught. */
export async function runHere(folder: string, args: readonly string[]): Promise<Ended> {
  const before = process.cwd();
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += typeof text === "string" ? text : new TextDecoder().decode(text);
      return true;
    }),
  );
  process.chdir(folder);
  try {
    return { code: await runCli(args), ...said };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}
