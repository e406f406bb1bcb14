import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

/**
 * The processes of this machine as a map from their numbers: number of the parent, when it began, and its words, as far as the
 * system shows them. Processes that have ended and wait for their parents are left out.
 */
export function processTable() {
  const list = { linux: linuxTable, win32: windowsTable }[process.platform] ?? unixTable;
  return new Map(list().map((one) => [one.pid, one]));
}

/** One process of that map; elsewhere than on Linux no faster than all of them. */
export function processNow(pid) {
  return process.platform === "linux" ? linuxProcess(pid) : processTable().get(pid);
}

function linuxTable() {
  return readdirSync("/proc").flatMap((name) =>
    /^\d+$/.test(name) ? (linuxProcess(Number(name)) ?? []) : [],
  );
}

function linuxProcess(pid) {
  try {
    // proc_pid_stat(5): the name of the program, in parentheses, may have any characters
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, parent, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
    return { pid, parent: Number(parent), start: fields[17], words };
  } catch {
    return undefined; // ended meanwhile
  }
}

function unixTable() {
  const text = execFileSync("ps", ["-Aww", "-o", "pid=,ppid=,state=,lstart=,args="], {
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return text.split("\n").flatMap((row) => {
    const [, pid, parent, state, start, args] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(row) ?? [];
    if (pid === undefined || state.startsWith("Z")) return [];
    return { pid: Number(pid), parent: Number(parent), start, words: args.split(" ") };
  });
}

function windowsTable() {
  const query =
    "Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,CommandLine," +
    "@{n='Start';e={$_.CreationDate.Ticks}} | ConvertTo-Json -Compress";
  const text = execFileSync("powershell", ["-NoProfile", "-Command", query], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
    windowsHide: true,
  });
  const list = JSON.parse(text).map(({ ProcessId, ParentProcessId, CommandLine, Start }) => ({
    pid: ProcessId,
    parent: ParentProcessId,
    start: String(Start),
    words: (CommandLine ?? "").match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', "")) ?? [],
  }));
  // there, the number of a parent that has ended may be another's now: nobody is younger than its child
  const started = new Map(list.map(({ pid, start }) => [pid, Number(start)]));
  return list.filter(({ parent, start }) => !(started.get(parent) > Number(start)));
}
