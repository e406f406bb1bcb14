import { widthExperiment } from "./width-experiment.js";

export const twoHidden = widthExperiment(2);
