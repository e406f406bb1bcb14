import { expect, it } from "vitest";
import { ConvergenceError, ShapeError } from "./errors.js";

it.each([
  [ShapeError, "ShapeError", "ERR_SHAPE"],
  [ConvergenceError, "ConvergenceError", "ERR_CONVERGENCE"],
])("%o has the name and the code that callers ask for", (Type, name, code) => {
  expect(new Type("x")).toMatchObject({ name, code, message: "x" });
});
