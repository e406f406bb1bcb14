import { widthExperiment } from "./width-experiment.js";

export const oneHidden = widthExperiment(1);
