import sharp from "sharp";

/** What messengers show beside a link, in pixels. */
const size = { width: 1200, height: 630 };

/**
 * Draws the picture that is shown beside a link to the site: its icon, its name, lines about it, and a figure. What is
 * written becomes smaller if it would reach into the figure, since each system has other fonts.
 *
 * @param icon - the icon, SVG
 * @param figure - the figure, SVG; drawn 560 pixels wide
 * @returns a PNG of 1200 × 630 pixels
 */
export async function socialPicture({
  icon,
  figure,
  title,
  lines,
}: {
  readonly icon: string;
  readonly figure: string;
  readonly title: string;
  readonly lines: readonly string[];
}): Promise<Uint8Array> {
  const { width, height } = size;
  const texts = lines.map((line, i) => `<text y="${154 + 46 * i}" font-size="32">${escape(line)}</text>`);
  const written = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="${height}">
<g font-family="system-ui, DejaVu Sans, sans-serif" fill="#1b1f24">
<text y="84" font-size="68" font-weight="bold">${escape(title)}</text>
${texts.join("\n")}
</g></svg>`;
  const [words, mark, drawn] = await Promise.all([
    sharp(await sharp(Buffer.from(written)).trim().png().toBuffer())
      .resize({ width: 512, withoutEnlargement: true })
      .png()
      .toBuffer(),
    sharp(Buffer.from(icon), { density: 288 }).resize(112, 112).png().toBuffer(),
    sharp(Buffer.from(figure), { density: 105 }).resize({ width: 560 }).png().toBuffer(),
  ]);
  return sharp({ create: { width, height, channels: 3, background: "#ffffff" } })
    .composite([
      { input: words, left: 64, top: 236 },
      { input: mark, left: 64, top: 96 },
      { input: drawn, left: 608, top: 112 },
    ])
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
