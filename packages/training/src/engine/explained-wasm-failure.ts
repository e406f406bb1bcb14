import type * as Ort from "onnxruntime-common";

/**
 * Of an error with which onnxruntime-web did not start on a page, one that says what to do about it; the same error
 * where nothing is known of its reason. Looks at what the server gave in place of the WebAssembly file.
 */
export async function explainedWasmFailure(error: unknown, { env }: typeof Ort): Promise<unknown> {
  const said = error instanceof Error ? error.message : String(error);
  if (typeof location === "undefined" || !said.includes("no available backend found")) return error;
  const explained = (text: string): Error =>
    new Error(`onnxruntime-web did not start: ${text}`, { cause: error });
  // Chrome and Safari name the policy's word, Firefox says "blocked by CSP"
  if (/unsafe-eval|\bCSP\b/.test(said)) {
    return explained(
      "the Content-Security-Policy of this page forbids WebAssembly; allow it: script-src 'self' 'wasm-unsafe-eval'",
    );
  }
  const address = addressOf(env);
  const found = address === undefined ? undefined : await whatIsAt(address);
  if (found === undefined) return error;
  return explained(
    `${address} must be its WebAssembly file, got ${found}. Copy node_modules/onnxruntime-web/dist/${nameOf(address!)} ` +
      "to where the server has it at this address, or pass another: loadEngine({ wasmPaths })",
  );
}

/** Where the runtime looked: where it was told to, or else, as the browser saw it. */
function addressOf({ wasm: { wasmPaths } }: typeof Ort.env): string | undefined {
  const told = typeof wasmPaths === "string" ? `${wasmPaths}ort-wasm-simd-threaded.wasm` : wasmPaths?.wasm;
  // a worker that was made of a blob has no address that paths are relative to
  if (told !== undefined)
    return URL.canParse(told, location.href) ? new URL(told, location.href).href : undefined;
  const requested = performance.getEntriesByType("resource").map(({ name }) => name);
  return requested.findLast((name) => /ort-wasm[^/]*\.wasm$/.test(name));
}

/** The name of the file in the package; a bundler puts a digest into it, or gives another name. */
function nameOf(address: string): string {
  const [variant = ""] = /\.(jsep|jspi|asyncify)\b/.exec(address) ?? [];
  return `ort-wasm-simd-threaded${variant}.wasm`;
}

/** What a server gives at an address, in words; undefined for WebAssembly. */
async function whatIsAt(address: string): Promise<string | undefined> {
  let response: Response;
  let start = new Uint8Array();
  try {
    response = await fetch(address, { credentials: "same-origin" });
    const reader = response.body?.getReader();
    start = (await reader?.read())?.value ?? start;
    await reader?.cancel();
  } catch (error) {
    return `no answer (${error instanceof Error ? error.message : String(error)})`;
  }
  if (!response.ok) return `status ${response.status}`;
  const type = response.headers.get("Content-Type") ?? "no Content-Type";
  if (magic.every((byte, i) => start[i] === byte)) return undefined;
  const text = new TextDecoder().decode(start.subarray(0, 256)).trimStart();
  return text.startsWith("<")
    ? `a web page (${type}), as servers give where there is no such file`
    : `something else (${type})`;
}

/** With which every WebAssembly file starts. */
const magic = [0x00, 0x61, 0x73, 0x6d]; // "\0asm"
