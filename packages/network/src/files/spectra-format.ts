/**
 * How a file holds the short lists of numbers of a network: eigenvalues, s and biases. `float32` as they are; `float16`
 * (IEEE 754 binary16) in half the bytes, each rounded to the nearest, a part in 2¹¹ at most from 6.1e-5 up to 65504.
 */
export type SpectraFormat = "float32" | "float16";
