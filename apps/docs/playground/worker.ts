import { expose } from "comlink";
import { createWorkbench } from "./workbench.js";

expose(createWorkbench());
