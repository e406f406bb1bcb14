import { show } from "@reciprocal/guards";
import { nodeModule } from "@reciprocal/node-module";

/**
 * Checks the place of a folder: a path or a `file:` URL.
 *
 * @throws {TypeError} for anything else
 */
export function checkFolder(caller: string, folder: string | URL): void {
  void placeOf(caller, folder);
}

/** Its path. @throws as `checkFolder`, and in a browser if it is a URL */
export function folderOf(caller: string, folder: string | URL): string {
  const { place, isUrl } = placeOf(caller, folder);
  return isUrl ? nodeModule("node:url", caller).fileURLToPath(place) : place;
}

function placeOf(caller: string, folder: string | URL): { place: string; isUrl: boolean } {
  const place = folder instanceof URL ? folder.href : folder;
  const isUrl = typeof place === "string" && /^[a-z][a-z\d+.-]+:\/\//i.test(place);
  if (!(typeof place === "string" && place !== "") || (isUrl && !place.startsWith("file:"))) {
    throw new TypeError(`${caller}: needs the path or file: URL of a folder, got ${show(place)}`);
  }
  return { place, isUrl };
}
