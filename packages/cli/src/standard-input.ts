/**
 * What stands for "-" among the words of a command: citty takes "-" for an option without a name. No file can be called so.
 */
export const standardInput = "\0-";

export async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
