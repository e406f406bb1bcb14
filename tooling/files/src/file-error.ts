import { cutMessage, printable } from "@reciprocal/guards";

/** What happened to a file: its path, why, and Node's `code` (`ENOSPC`), with the error below as `cause`. */
export interface FileError extends Error {
  readonly code: string | undefined;
  readonly path: string;
}

/** Why something cannot be done with a path that the operating system would not refuse, or not in such words. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.code = code;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EBUSY: "something else holds it",
  EDQUOT: "the quota of the disk is used up",
  EEXIST: "something is there already",
  EFBIG: "it would be larger than a file may be here",
  EIO: "the disk has a fault",
  EISDIR: "it is a folder, a file is needed",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many files are open",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  ENOTEMPTY: "the folder is not empty",
  ENXIO: "nothing is at its other end",
  EPERM: "it is not permitted",
  EROFS: "the file system is read-only",
  EXDEV: "it would have to move to another file system",
  ERR_FS_FILE_TOO_LARGE: "it is larger than the 2 GiB that can be read at once",
  ERR_INVALID_ARG_VALUE: "a name cannot have a zero byte",
};

/**
 * An error that begins with the path and says in words what went wrong: `net.rcp: cannot be written: the disk is full
 * (ENOSPC)`.
 *
 * @param done - `written`, `read`, `removed`: what could not be done
 */
export function fileError(path: string, done: string, cause: unknown): FileError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const text = `${showPath(path)}: cannot be ${done}: ${reasonOf(code, message, cause)}`;
  return Object.assign(new Error(cutMessage(text), { cause }), { code, path });
}

function reasonOf(code: string | undefined, message: string, cause: unknown): string {
  if (cause instanceof Refusal) return message;
  const reason = code === undefined ? undefined : reasons[code];
  return reason === undefined ? printable(message, 500) : `${reason} (${code})`;
}

/** A path as errors show it: printable, and the ends alone of one that is very long. */
export function showPath(path: string): string {
  if (path.length <= 300) return printable(path, 300);
  return `${printable(path.slice(0, 140))}…${printable(path.slice(-140))}`;
}
