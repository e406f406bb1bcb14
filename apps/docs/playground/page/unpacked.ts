/**
 * The bytes of a file, without gzip if it is packed.
 *
 * @throws {Error} if a packed file is cut
 */
export async function unpacked(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes;
  const stream = file.stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new Error(`${file.name} is not a whole gzip file.`, { cause: error });
  }
}
