/** Inputs of which something did not hold once, by target; `npm test` reads all of them. */
export const regressions: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
