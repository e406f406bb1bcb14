import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { judge } from "./judge.mjs";

const program = fileURLToPath(new URL("run-part.mjs", import.meta.url));

/** Runs a part in a process of its own; `growth` has what `judge` says of its memory. */
export async function measurePart(file, factor) {
  const child = spawn(process.execPath, ["--expose-gc", program, file, String(factor)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (data) => (text += data));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`${file}: its process ended with code ${code}`);
  const { turns, seconds, memory } = JSON.parse(text);
  return { turns, seconds, growth: judge(memory) };
}
