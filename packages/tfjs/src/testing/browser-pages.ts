import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildPage, launchChromium, openPage, servePage, type OpenPage } from "@reciprocal/browser-testing";

export interface BrowserPages {
  /** A new page with the functions of browser-page.ts; `processors` is what it is told of the machine. */
  open: (options?: { isolated?: boolean; processors?: number }) => Promise<OpenPage>;
  close: () => Promise<void>;
}

/** Bundles and minifies browser-page.ts and starts a Chromium to open it in. */
export async function startBrowserPages(): Promise<BrowserPages> {
  const browser = await launchChromium();
  const built = await buildPage(join(import.meta.dirname, "browser-page.ts"), { assets: wasmFiles() });
  const plain = await servePage(built.folder);
  const isolated = await servePage(built.folder, { isolated: true });
  return {
    open: async ({ isolated: isIsolated = false, ...options } = {}) => {
      const opened = await openPage(browser, (isIsolated ? isolated : plain).url, options);
      await opened.page.waitForFunction(() => "tfjsPage" in globalThis);
      return opened;
    },
    close: async () => {
      await browser.close();
      await Promise.all([plain.close(), isolated.close()]);
      built.remove();
    },
  };
}

function wasmFiles(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  return ["", "-simd", "-threaded-simd"].map((kind) => join(folder, `tfjs-backend-wasm${kind}.wasm`));
}
