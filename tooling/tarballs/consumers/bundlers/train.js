import { createNetwork } from "@reciprocal/network";
import { fit, predict } from "@reciprocal/training";
import { trainWith } from "./train-with.js";

export const train = () => trainWith({ createNetwork, fit, predict });
