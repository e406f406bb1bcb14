import type { ClassMeasures } from "./class-measures.js";
import type { LabelMeasures } from "./label-measures.js";
import type { NumberMeasures } from "./number-measures.js";

/** Measures of any kind of answers. */
export type Measures = ClassMeasures | NumberMeasures | LabelMeasures;
