import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of a few pages, in memory. */
export interface SmallDisk {
  readonly path: string;
  /** Lets nothing be written to it from now on. */
  readonly makeReadOnly: () => void;
  readonly remove: () => void;
}

/**
 * Mounts a disk of 64 kB, so that a test can fill it for real or make it read-only, which even root may not write to.
 * Undefined where mounting is not allowed, as in most containers: `/dev/full` is everywhere on Linux.
 */
export function smallDisk(): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), "small-disk-"));
  const mount = (options: string): boolean =>
    spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]).status === 0;
  if (!mount("size=64k")) {
    rmdirSync(path);
    return undefined;
  }
  return {
    path,
    makeReadOnly: () => void mount("remount,ro"),
    remove() {
      spawnSync("umount", [path]);
      rmdirSync(path);
    },
  };
}

/** Whether tests can have one; a test without one is skipped. */
export function hasSmallDisks(): boolean {
  const disk = smallDisk();
  disk?.remove();
  return disk !== undefined;
}
