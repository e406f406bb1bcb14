// Code of a known amount of work, in a file that is not a test, as the work of tests is not counted.

export function linear(text: string): number {
  let sum = 0;
  for (const character of text) sum += character.length;
  return sum;
}

export function quadratic(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) for (let j = 0; j < text.length; j++) sum += i * j;
  return sum;
}

export function rest(text: string): number {
  const letters = [...text];
  return letters.reduce(
    (sum, _, i) => sum + letters.slice(i).reduce((length, letter) => length + letter.length, 0),
    0,
  );
}
