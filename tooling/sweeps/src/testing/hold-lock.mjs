// A process that locks a folder when it is told to, as a test needs it: all of them at the same moment.
import { setTimeout } from "node:timers";
import { appendFileSync } from "node:fs";
import { lockFolder } from "../../dist/folder-lock.js";

const [folder, log] = process.argv.slice(2);
let unlock;

process.on("message", async ({ type, at }) => {
  if (type === "lock") {
    while (Date.now() < at); // no timer is as exact
    try {
      unlock = lockFolder(folder);
      process.send({ held: true });
    } catch (error) {
      process.send({ held: false, message: error.message });
    }
  } else if (type === "unlock") {
    unlock?.();
    unlock = undefined;
    process.send({});
  } else if (type === "again and again") {
    for (;;) {
      try {
        const free = lockFolder(folder);
        appendFileSync(log, `enter ${process.pid}\n`);
        await new Promise((resolve) => setTimeout(resolve, 1));
        appendFileSync(log, `leave ${process.pid}\n`);
        free();
      } catch (error) {
        if (!/ is at work here/.test(error.message)) appendFileSync(log, `error ${error.message}\n`);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
});
process.on("disconnect", () => process.exit());
