import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { encodeEvent, type Event } from "./encode-event.js";
import { frameRecord } from "./frame-record.js";

let made = 0; // in this process, so that two logs of one second have two files

/** A file of events that is complete after each of them: nothing is kept back, so there is nothing to close. */
export class EventFile {
  readonly path: string;

  /** Makes the folder if there is none, and a new file in it. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    // TensorBoard takes the files of a folder in the order of their names, which begin with the time in seconds
    const seconds = String(Math.floor(now())).padStart(10, "0");
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${made++}`;
    this.path = join(folder, name);
    const first = encodeEvent({ wallTime: now(), fileVersion: "brain.Event:2" });
    writeFileSync(this.path, frameRecord(first), { flag: "wx" });
  }

  append(event: Omit<Event, "wallTime">): void {
    appendFileSync(this.path, frameRecord(encodeEvent({ wallTime: now(), ...event })));
  }
}

function now(): number {
  return Date.now() / 1000;
}
