/** Draws a figure as pixels, two per unit. Returns null if the optional @resvg/resvg-js is not installed. */
export async function pngOf(svg: string): Promise<Uint8Array | null> {
  const library = await import("@resvg/resvg-js").catch(() => null);
  return library && new library.Resvg(svg, { fitTo: { mode: "zoom", value: 2 } }).render().asPng();
}
