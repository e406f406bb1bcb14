import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileError } from "@reciprocal/files";
import { encodeEvent, type Event } from "./encode-event.js";
import { frameRecord } from "./frame-record.js";

let made = 0; // in this process, so that two logs of one second have two files

/** A file of events that is complete after each of them: nothing is kept back, so there is nothing to close. */
export class EventFile {
  readonly path: string;

  /** Makes the folder if there is none, and a new file in it. */
  constructor(folder: string) {
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw fileError(folder, "written", error);
    }
    this.path = newFile(folder);
    this.#write({ fileVersion: "brain.Event:2" });
  }

  append(event: Omit<Event, "wallTime">): void {
    this.#write(event);
  }

  #write(event: Omit<Event, "wallTime">): void {
    const record = frameRecord(encodeEvent({ wallTime: now(), ...event }));
    try {
      const file = openSync(this.path, "a");
      try {
        const stats = fstatSync(file);
        try {
          writeFileSync(file, record);
        } catch (error) {
          // readers stop at a record that is cut short, and would miss those after it
          if (stats.isFile()) ftruncateSync(file, stats.size);
          throw error;
        }
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw fileError(this.path, "written", error);
    }
  }
}

/** An empty file that nothing else has: in another container there may be a process with the same host name and id. */
function newFile(folder: string): string {
  for (;;) {
    // TensorBoard takes the files of a folder in the order of their names, which begin with the time in seconds
    const seconds = String(Math.floor(now())).padStart(10, "0");
    const path = join(folder, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${made++}`);
    try {
      closeSync(openSync(path, "wx"));
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw fileError(path, "written", error);
    }
  }
}

function now(): number {
  return Date.now() / 1000;
}
