import { train } from "./train.js";

async function main() {
  const inPage = await train();
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const inWorker = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  return { inPage, inWorker };
}

main().then(
  (trained) => (document.title = JSON.stringify(trained)),
  (error) => (document.title = JSON.stringify({ error: String(error) })),
);
