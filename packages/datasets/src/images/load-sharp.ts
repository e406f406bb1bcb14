/**
 * The image library, which is installed only to read images.
 *
 * @throws {Error} if it is not installed (`caller` names the function that needed it)
 */
export async function loadSharp(
  caller: string,
  library = "sharp",
): Promise<(typeof import("sharp"))["default"]> {
  try {
    // a name in a variable, so that bundlers for browsers do not look for it
    const { default: sharp } = (await import(
      /* @vite-ignore */ /* webpackIgnore: true */ library
    )) as typeof import("sharp");
    return sharp;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${caller}: needs the package ${library}; npm install ${library} (${reason})`, { cause });
  }
}
