/**
 * Natural logarithm of a positive finite number, the same bits on every engine: `Math.log` may differ in the
 * last place, this uses only operations that IEEE 754 fixes. Error below 2 units in the last place.
 *
 * x = f·2ᵉ with f in [√½, √2); ln f = 2 artanh t, t = (f − 1)/(f + 1), |t| ≤ 0.1716, by its odd series.
 */
export function portableLog(x: number): number {
  let f = x;
  let e = 0;
  for (; f < Math.SQRT1_2; e--) f *= 2;
  for (; f >= Math.SQRT2; e++) f /= 2;
  const t = (f - 1) / (f + 1);
  const t2 = t * t;
  let sum = 0;
  for (let odd = 25; odd > 1; odd -= 2) sum = (sum + 1 / odd) * t2; // the first term left out is below 2^-70
  return e * Math.LN2 + 2 * (t + t * sum);
}
