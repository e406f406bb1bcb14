import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process of this machine began, as a text that no other process with its number has: on Linux the boot and the
 * clock ticks since, elsewhere what `ps` says. It does not follow the clock on the wall, which may be set.
 *
 * @returns undefined if no such process runs, one that has ended and waits for its parent included; "" if there is one,
 * but the system does not say since when, as on Windows
 */
export function processStart(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  if (process.platform === "linux") return linuxStart(pid);
  return process.platform === "win32" ? "" : unixStart(pid);
}

function exists(pid: number): boolean {
  if (!(Number.isInteger(pid) && pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // there, but another user's
  }
}

function linuxStart(pid: number): string | undefined {
  try {
    // proc_pid_stat(5): the name of the program, in parentheses, may have any characters
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
    return `${boot}.${fields[18]!}`; // field 22, starttime
  } catch {
    return exists(pid) ? "" : undefined; // ended meanwhile, or /proc does not show it
  }
}

function unixStart(pid: number): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const found = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], { env, encoding: "utf8" });
    const [state = "", ...start] = found.trim().split(/\s+/);
    return state.startsWith("Z") ? undefined : start.join(" ");
  } catch {
    return exists(pid) ? "" : undefined;
  }
}
