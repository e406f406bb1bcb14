import { chromium, type Browser } from "playwright-core";
import { findChromium } from "./find-chromium.js";

/**
 * Starts the Chromium of {@link findChromium} without a window, with WebGL and WebGPU in software where there is no graphics card.
 * The caller closes it.
 *
 * @throws {Error} when there is no Chromium
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      "launchChromium: needs Chromium or Chrome, found none on PATH; install one (Debian: apt-get install chromium) or set CHROMIUM_PATH",
    );
  }
  return chromium.launch({
    executablePath,
    chromiumSandbox: false, // containers run as root, where the sandbox does not start
    args: [
      ...["--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
      ...["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
    ],
  });
}
