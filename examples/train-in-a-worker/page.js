import { createPlainPredictor, decodeNetwork } from "@reciprocal/network";

const output = document.querySelector("output");
let worker;

document.querySelector("#train").onclick = () => {
  worker?.terminate();
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  output.textContent = "Starting …";
  worker.onmessage = ({ data: { epoch, loss, accuracy, bytes, error } }) => {
    if (error) output.textContent = error;
    else if (bytes) finished(accuracy, decodeNetwork(bytes));
    else output.textContent = `Epoch ${epoch}: loss ${loss.toFixed(2)}`;
  };
};
document.querySelector("#stop").onclick = () => {
  worker?.terminate();
  output.textContent = "Stopped.";
};

/** The page has the trained network, and runs it without the worker. */
function finished(accuracy, network) {
  const outputs = createPlainPredictor(network).predict(new Float32Array(784));
  output.textContent = `Trained: ${Math.round(100 * accuracy)} % of new digits are read right; ${outputs.length} outputs.`;
}
