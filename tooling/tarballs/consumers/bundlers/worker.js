import { train } from "./train.js";

train().then(postMessage, (error) => postMessage({ error: String(error) }));
