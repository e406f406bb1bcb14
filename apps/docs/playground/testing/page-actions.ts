import type { OpenPage } from "@reciprocal/browser-testing";
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
