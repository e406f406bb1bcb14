import { train } from "./train.js";

document.title = JSON.stringify(await train());
