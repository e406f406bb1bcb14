/**
 * Files written whole or not at all, and read only where they may be.
 *
 * @packageDocumentation
 */
export { fileError, type FileError, showPath } from "./file-error.js";
export {
  lookInside,
  readFile,
  readFileSync,
  readInside,
  readInsideSync,
  type ReadOptions,
} from "./read-file.js";
export { checkWritableSync, writeFile, writeFileSync, type WriteOptions } from "./write-file.js";
export { checkFolderSync, type FileSet, writeFileSet, writeFileSetSync } from "./write-file-set.js";
