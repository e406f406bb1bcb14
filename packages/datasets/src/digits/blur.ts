/** Blurs a square image in place along rows and columns with the kernel (amount, 1 − 2·amount, amount); black outside. */
export function blurInPlace(image: Float64Array, side: number, amount: number): void {
  for (const [step, stride] of [
    [1, side],
    [side, 1],
  ] as const) {
    for (let line = 0; line < side; line++) {
      let before = 0;
      for (let i = 0; i < side; i++) {
        const at = line * stride + i * step;
        const here = image[at]!;
        const after = i + 1 < side ? image[at + step]! : 0;
        image[at] = amount * (before + after) + (1 - 2 * amount) * here;
        before = here;
      }
    }
  }
}
