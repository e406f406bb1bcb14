import { runCli } from "../../packages/cli/dist/index.js";

/** What is written over, by name, and the words of the command that writes one of two networks there. */
export const outputs = {
  "new.rcp": (name) => ["convert", `in/${name}.rcp`, "new.rcp"],
  "new.txt": (name) => ["convert", `in/${name}.rcp`, "new.txt"],
  "new.safetensors": (name) => ["convert", `in/${name}.rcp`, "new.safetensors"],
  "new.onnx": (name) => ["convert", `in/${name}.rcp`, "new.onnx"],
  model: (name) => ["convert", `in/${name}.rcp`, "model/"],
  "new.rcpd": (name) => ["diff", "in/c.rcp", `in/${name}.rcp`, "new.rcpd"],
  "applied.rcp": (name) => ["apply", "in/c.rcp", `in/${name}.rcpd`, "applied.rcp"],
  "small.rcp": (name) => ["prune", `in/${name}-model.rcp`, "--to", "50%", "--out", "small.rcp"],
};

// as a program: writes all of them for each network that is named, in one process, so that most kills fall into the writing
if (process.argv[1] === import.meta.filename) {
  for (const name of process.argv.slice(2)) {
    for (const words of Object.values(outputs)) {
      const code = await runCli([...words(name), "--force"]);
      if (code !== 0) process.exit(code);
    }
  }
}
