import type { OpenPage } from "@reciprocal/browser-testing";
import { generateDigits } from "@reciprocal/datasets";
import type { Side } from "../reports.js";
import { pointsOf, type Hand } from "./strokes.js";

export type Page = OpenPage["page"];
export type Locator = ReturnType<Page["locator"]>;

export interface NamedFile {
  readonly name: string;
  readonly buffer: Buffer;
  readonly mimeType: string;
}

export function file(name: string, bytes: Uint8Array): NamedFile {
  return { name, buffer: Buffer.from(bytes), mimeType: "application/octet-stream" };
}

/** MNIST's two files with generated digits. */
export function idxFiles(count: number): { images: Buffer; labels: Buffer } {
  const { inputs, labels } = generateDigits({ count });
  const header = [0, 0, 8, 3, ...[count, 28, 28].flatMap((size) => [0, 0, 0, size])];
  return {
    images: Buffer.from([...header, ...inputs.map((x) => 255 * x)]),
    labels: Buffer.from([0, 0, 8, 1, 0, 0, 0, count, ...labels]),
  };
}

/** Drops files on the page, beside everything that could take them; whether the page took them from the browser. */
export async function drop(page: Page, files: readonly NamedFile[]): Promise<boolean> {
  return page.evaluate(
    (files) => {
      const dataTransfer = new DataTransfer();
      for (const { name, text } of files) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name));
      }
      const events = ["dragover", "drop"].map(
        (type) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
      );
      for (const event of events) document.body.dispatchEvent(event);
      return events.every(({ defaultPrevented }) => defaultPrevented);
    },
    files.map(({ name, buffer }) => ({ name, text: buffer.toString("base64") })),
  );
}

/** A canvas as it is drawn now. */
export function drawing(canvas: Locator): Promise<string> {
  return canvas.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** The pad for digits. */
export const padOf = (page: Page): Locator => page.getByLabel("Pad to draw a digit");

/** Draws a digit with the mouse. */
export async function drawDigit(page: Page, digit: number, hand: Hand): Promise<void> {
  const pad = padOf(page);
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width } = (await pad.boundingBox())!;
  for (const [start, ...way] of pointsOf(digit, hand, width)) {
    await page.mouse.move(x + start![0], y + start![1]);
    await page.mouse.down();
    for (const [right, down] of way) await page.mouse.move(x + right, y + down);
    await page.mouse.up();
  }
}

/** Waits until the page says so. */
export async function answers(page: Page, digit: number): Promise<void> {
  await page.getByText(`This is a ${digit}.`, { exact: true }).waitFor();
}

/** The shares of the digits in full, those beside the pad. */
export function sharesOf(page: Page): Promise<number[]> {
  return page
    .locator(".draw .share")
    .evaluateAll((shares) => shares.map((share) => Number((share as HTMLElement).dataset["share"])));
}

/** What the page says of its network. */
export const networkLine = (page: Page): Locator => page.locator(".sizes");

/** Waits until the accuracy of one of the networks is at least that many percent. */
export async function reaches(page: Page, side: Side, percent: number): Promise<void> {
  await page.waitForFunction(
    ([side, percent]) => {
      const cell = document.querySelector(`[data-side=${side}] .accuracy`);
      return cell && parseFloat(cell.textContent) >= percent;
    },
    [side, percent] as const,
    { timeout: 120_000 },
  );
}

/** The button with exactly this text. */
export const button = (page: Page, name: string): Locator => page.getByRole("button", { name, exact: true });

/** The slider that removes nodes. */
export const removal = (page: Page): Locator => page.getByRole("slider", { name: /^Hidden nodes removed/ });
