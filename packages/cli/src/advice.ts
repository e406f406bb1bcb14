/**
 * The message of an error in the words of the command line: what it says about options of `readTable` becomes what can be
 * typed, or goes where the command has no such option.
 */
export function adviceFor(command: string | undefined, message: string): string {
  const ofCells = (_: string, column: string): string =>
    command === "train"
      ? `; --missing lists what else stands for a gap, and --words ${column} takes the column as words`
      : "";
  return message
    .replace(
      /; the option missing lists what stands for a gap, and kinds: \{ "(.*)": "words" \} takes the column as words/,
      ofCells,
    )
    .replace(/pass (?:its bytes|the bytes of the file) with encoding: "([\w-]+)"/, "say --encoding $1")
    .replace(/"(windows-\d+|shift_jis|gb18030)"/g, "$1")
    .replace(/; tableFromRows takes the objects that JSON\.parse makes of it/, "");
}
