import { createNetwork, createPlainPredictor } from "./network.js";
import { fit } from "./training.js";

const names = ["A", "B", "C"];
const canvas = document.querySelector("canvas");
const output = document.querySelector("output");
const context = canvas.getContext("2d");
const drawn = { inputs: [], labels: [] };
let points = [];
let predictor;

canvas.onpointerdown = ({ offsetX, offsetY, pointerId }) => {
  canvas.setPointerCapture(pointerId);
  points = [[offsetX, offsetY]];
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.beginPath();
};
canvas.onpointermove = ({ offsetX, offsetY, buttons }) => {
  if (!buttons || points.length === 0) return;
  points.push([offsetX, offsetY]);
  context.lineTo(offsetX, offsetY);
  context.stroke();
};
canvas.onpointerup = () => {
  const features = featuresOf(points);
  if (predictor) return recognize(features);
  const label = Number(document.querySelector("input:checked").value);
  drawn.inputs.push(features);
  drawn.labels.push(label);
  output.textContent = names
    .map((name, i) => `${name}: ${drawn.labels.filter((l) => l === i).length}`)
    .join(", ");
};
document.querySelector("button").onclick = async () => {
  output.textContent = "Training …";
  const network = createNetwork({
    inputShape: 64,
    layers: [
      { kind: "spectral", units: 100, activation: "tanh" },
      { kind: "spectral", units: names.length, activation: "softmax" },
    ],
  });
  const inputs = Float32Array.from(drawn.inputs.flatMap((features) => [...features]));
  const trained = await fit(network, { inputs, labels: drawn.labels }, { epochs: 100 });
  predictor = createPlainPredictor(trained.network);
  output.textContent = "Draw one of them.";
};

function recognize(features) {
  const outputs = predictor.predict(features);
  const best = outputs.indexOf(Math.max(...outputs));
  output.textContent = `${names[best]}, ${Math.round(100 * outputs[best])} % sure`;
}

/** 32 points at equal distances along the stroke, around its middle, of deviation 1: 64 numbers. */
function featuresOf(stroke) {
  const lengths = [0];
  for (let i = 1; i < stroke.length; i++) {
    lengths.push(
      lengths[i - 1] + Math.hypot(stroke[i][0] - stroke[i - 1][0], stroke[i][1] - stroke[i - 1][1]),
    );
  }
  const total = lengths.at(-1) || 1;
  const at = (length, axis) => {
    const i = Math.max(
      1,
      lengths.findIndex((passed) => passed >= length),
    );
    if (i >= stroke.length) return stroke.at(-1)[axis];
    const part = (length - lengths[i - 1]) / (lengths[i] - lengths[i - 1] || 1);
    return stroke[i - 1][axis] + part * (stroke[i][axis] - stroke[i - 1][axis]);
  };
  const features = Float32Array.from({ length: 64 }, (_, i) => at((total * (i >> 1)) / 31, i & 1));
  const middle = [0, 1].map((axis) =>
    features.reduce((sum, x, i) => sum + ((i & 1) === axis ? x / 32 : 0), 0),
  );
  const centered = features.map((x, i) => x - middle[i & 1]);
  const deviation = Math.sqrt(centered.reduce((sum, x) => sum + (x * x) / 64, 0)) || 1;
  return centered.map((x) => x / deviation);
}
