import { onBeforeUnmount } from "vue";
import type { NamedBytes } from "../workbench/data-from-files.js";
import type { Connection } from "./connect.js";

/** Something that cannot be interrupted, such as the compilation of an engine, may take longer than this. */
const patienceMilliseconds = 500;

/**
 * The worker that trains, started when it is first asked for and ended with the page.
 *
 * @param onFailure - called if the worker does not load or breaks down; the next request starts another
 */
export function useConnection(onFailure: (error: Error) => void) {
  let connection: Connection | undefined;
  let images: readonly NamedBytes[] = [];
  let isLeft = false;

  function close(): void {
    connection?.close();
    connection = undefined;
  }

  onBeforeUnmount(() => {
    isLeft = true;
    close(); // training ends with it
  });

  return {
    workbench: async (): Promise<Connection["workbench"]> => {
      const { connect } = await import("./connect.js");
      if (isLeft) throw new Error("The page was left.");
      if (!connection) {
        connection = connect((error) => {
          close();
          onFailure(error);
        });
        // answered in order, so before anything else is asked
        if (images.length > 0) void connection.workbench.useFiles(images);
      }
      return connection.workbench;
    },

    /** Keeps images that the worker took, for the next one if this one is ended. */
    keepImages: (taken: readonly NamedBytes[]): void => void (images = taken),

    /**
     * Asks the training to end; if it does not soon, its worker is ended, and the networks that it held are gone.
     *
     * @param ended - resolves when the training has ended
     */
    stop: async (ended: Promise<unknown>): Promise<void> => {
      const own = connection;
      if (!own) return; // nothing trains yet
      void own.workbench.stop();
      const patience = new Promise<"late">((resolve) => setTimeout(resolve, patienceMilliseconds, "late"));
      const first = await Promise.race([ended.catch(() => undefined), patience]);
      if (first === "late" && connection === own) close();
    },
  };
}
