/** What WebGPU lacks on this page or in this worker; undefined if it runs. */
export async function lackingWebGpu(): Promise<string | undefined> {
  const { gpu } = navigator as { gpu?: { requestAdapter: () => Promise<object | null> } };
  if (!(await gpu?.requestAdapter())) return "this browser or device has no WebGPU";
  if (!("Suspending" in WebAssembly))
    return "this browser has WebGPU, but not JavaScript Promise Integration, which the engine needs with it";
  return undefined;
}
