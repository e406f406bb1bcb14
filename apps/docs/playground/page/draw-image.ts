import { imageSide } from "./center-digit.js";

/** Shows gray values 0…1 on a canvas, a pixel each; black without any. */
export function drawGray(canvas: HTMLCanvasElement, values: Float32Array | undefined): void {
  const image = new ImageData(imageSide, imageSide);
  for (let i = 0; i < imageSide * imageSide; i++) {
    const gray = 255 * (values?.[i] ?? 0);
    image.data.set([gray, gray, gray, 255], 4 * i);
  }
  drawPixels(canvas, image.data);
}

/** Shows RGBA pixels on a canvas of MNIST's size. */
export function drawPixels(canvas: HTMLCanvasElement, pixels: Uint8ClampedArray<ArrayBuffer>): void {
  if (canvas.width !== imageSide) canvas.width = canvas.height = imageSide;
  canvas.getContext("2d")!.putImageData(new ImageData(pixels, imageSide, imageSide), 0, 0);
}
