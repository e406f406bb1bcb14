/**
 * Only formats of pixels are handed to sharp, known by how they begin, whose cost the number of pixels bounds. It would also
 * open drawings, SVG, of which a few hundred bytes can ask for years of drawing and name other files.
 *
 * @throws {Error} for bytes of another format
 */
export function checkFormat(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 12));
  if (signatures.some((signature) => signature.test(start))) return;
  const isDrawing = /<svg[\s>]/i.test(new TextDecoder("latin1").decode(bytes.subarray(0, 4096)));
  throw new Error(
    isDrawing
      ? "a drawing (SVG), which may take any time to draw; save it as PNG"
      : `no PNG, JPEG, WebP, GIF, TIFF, AVIF, PGM, PPM or BMP`,
  );
}

const signatures = [
  /^\x89PNG\r\n/,
  /^\xff\xd8\xff/, // JPEG
  /^RIFF[^]{4}WEBP/,
  /^GIF8[79]a/,
  /^(II[*+]\0|MM\0[*+])/, // TIFF and BigTIFF
  /^[^]{4}ftyp/, // AVIF, and HEIF where sharp was built with it
];
