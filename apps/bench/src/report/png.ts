/** Draws a figure as pixels, twice as many as its units. Returns null where the optional @resvg/resvg-js is not there. */
export async function pngOf(svg: string): Promise<Uint8Array | null> {
  const library = await import("@resvg/resvg-js").catch(() => null);
  return library && new library.Resvg(svg, { fitTo: { mode: "zoom", value: 2 } }).render().asPng();
}
