/** A bijection of the 32-bit words in which every input bit reaches every output bit (the finaliser of splitmix32). */
export function mix32(word: number): number {
  let x = word >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
