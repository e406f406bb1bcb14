/** Cosine and sine of an angle in degrees, from −180 to 180, by their series: the same bits on every engine. */
export function cosineAndSine(degrees: number): readonly [cosine: number, sine: number] {
  const angle = (degrees * Math.PI) / 180;
  let [cosine, sine] = [0, 0];
  let term = 1; // angle to the power of n over n!; below 1e-16 from n = 25 on
  for (let n = 0; n < 30; n += 2) {
    const sign = n % 4 === 0 ? 1 : -1;
    cosine += sign * term;
    term *= angle / (n + 1);
    sine += sign * term;
    term *= angle / (n + 2);
  }
  return [cosine, sine];
}
