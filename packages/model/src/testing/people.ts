import { Random } from "@reciprocal/spectral";

/** A made table of words and numbers with gaps, in which age, class and sex decide whether someone is saved. */
export function people(count: number, seed = 1) {
  const random = new Random(seed);
  const uniform = () => random.uniform();
  return Array.from({ length: count }, (_, index) => {
    const sex = uniform() < 0.5 ? "female" : "male";
    const cabin = ["first", "second", "third"][Math.floor(3 * uniform())]!;
    const age = Math.round(80 * uniform());
    const score = (sex === "female" ? 2 : -1) + (cabin === "first" ? 1.5 : 0) + (age < 12 ? 2 : 0) - 0.5;
    return {
      id: index + 1,
      sex,
      cabin: uniform() < 0.2 ? null : cabin,
      age: uniform() < 0.2 ? null : age,
      name: `person ${index}`,
      port: uniform() < 0.004 ? "Q" : uniform() < 0.7 ? "S" : "C",
      fare: 10 + 2 * age + (cabin === "first" ? 100 : 0),
      saved: score + 0.4 * (uniform() - 0.5) > 0.6 ? "yes" : "no",
    };
  });
}
