/** What WebGPU lacks on this page or in this worker; undefined if it runs. */
export async function lackingWebGpu(): Promise<string | undefined> {
  const { gpu } = navigator as { gpu?: { requestAdapter: () => Promise<object | null> } };
  if (!(await gpu?.requestAdapter())) return "WebGPU finds no adapter here";
  if (!("Suspending" in WebAssembly)) return "WebGPU needs JavaScript Promise Integration, which is not here";
  return undefined;
}
