export { folderHandler, type FolderHandlerOptions } from "./files/folder-handler.js";
export { ModelFileError } from "./files/model-file-error.js";
export { adamax, type AdamaxOptions } from "./optimizers/adamax.js";
export { AdamaxOptimizer } from "./optimizers/adamax-optimizer.js";
