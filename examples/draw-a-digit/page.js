import { createPlainPredictor, decodeNetwork } from "./network.js";

const canvas = document.querySelector("canvas");
const strokes = []; // each a list of points [x, y]

async function start() {
  const response = await fetch("digits.rcp");
  const network = decodeNetwork(new Uint8Array(await response.arrayBuffer()));
  const predictor = createPlainPredictor(network);

  canvas.onpointerdown = ({ offsetX, offsetY, pointerId }) => {
    canvas.setPointerCapture(pointerId);
    strokes.push([[offsetX, offsetY]]);
  };
  canvas.onpointermove = ({ offsetX, offsetY, buttons }) => {
    if (!buttons || strokes.length === 0) return;
    strokes.at(-1).push([offsetX, offsetY]);
    show(predictor.predict(pixels()));
  };
  document.querySelector("button").onclick = () => {
    strokes.length = 0;
    draw(canvas.getContext("2d"), { scale: 1, x: 0, y: 0, width: 20 });
    show();
  };
  show();
}

/** The largest of the ten outputs, which are probabilities. */
function show(outputs) {
  draw(canvas.getContext("2d"), { scale: 1, x: 0, y: 0, width: 20 });
  const digit = outputs ? outputs.indexOf(Math.max(...outputs)) : undefined;
  document.querySelector("output").textContent =
    digit === undefined
      ? "Draw with a finger or the mouse."
      : `${digit}, ${Math.round(100 * outputs[digit])} % sure`;
}

/** 28×28 gray values from 0 to 1, as the network was trained: 20 pixels large, the center of mass in the middle. */
function pixels() {
  const context = new OffscreenCanvas(28, 28).getContext("2d", { willReadFrequently: true });
  const [xs, ys] = [0, 1].map((axis) => strokes.flat().map((point) => point[axis]));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const scale = 18 / Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 1); // 20 with the width of the pen
  const place = { scale, x: 5 - left * scale, y: 5 - top * scale, width: 2.2 / scale };
  let gray = drawn(context, place);
  const mass = gray.reduce((sum, value) => sum + value, 0);
  place.x += 14 - gray.reduce((sum, value, i) => sum + value * ((i % 28) + 0.5), 0) / mass;
  place.y += 14 - gray.reduce((sum, value, i) => sum + value * (Math.floor(i / 28) + 0.5), 0) / mass;
  return drawn(context, place);
}

function drawn(context, place) {
  draw(context, place);
  const { data } = context.getImageData(0, 0, 28, 28);
  return Float32Array.from({ length: 784 }, (_, i) => data[4 * i] / 255);
}

function draw(context, { scale, x, y, width }) {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillRect(0, 0, context.canvas.width, context.canvas.height); // black
  context.setTransform(scale, 0, 0, scale, x, y);
  Object.assign(context, { strokeStyle: "#fff", lineWidth: width, lineCap: "round", lineJoin: "round" });
  for (const points of strokes) {
    context.beginPath();
    for (const point of points) context.lineTo(...point);
    context.stroke();
  }
}

start();
