/** What is not seen as it is: control characters (a terminal obeys them), marks of direction, halves of a pair, line breaks. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Characters that a message may have, so that no file, name or option makes one that fills a screen or a log. */
const longestMessage = 1900;

/**
 * A text out of a file or an option as it may stand in a message: in quotes, cut, and with everything that is not printable
 * as an escape, so that it cannot change what a terminal shows.
 *
 * @param longest - characters of the text that are shown; default 80
 */
export function quote(text: string, longest = 80): string {
  return escaped(JSON.stringify(start(text, longest)));
}

/**
 * The same without quotes, for the words of another library, which may repeat its input, and for names that stand in a
 * message like words.
 *
 * @param longest - characters of the text that are shown; default 200
 */
export function printable(text: string, longest = 200): string {
  return escaped(start(text, longest));
}

/**
 * A text of any length for a terminal: line breaks and tabs stay, all else that is not printable is escaped, so that a name
 * out of a file cannot move the cursor, set colors or turn the direction of what follows.
 */
export function printableLines(text: string): string {
  return escaped(text, "\n\t");
}

/**
 * A list as it may stand in a message: its first items, and how many more there are.
 *
 * @param show - an item as it is shown; default `quote`
 * @param most - how many items are shown; default 20
 */
export function enumerate<T>(
  items: readonly T[],
  show: (item: T) => string = (item) => quote(String(item), 60),
  most = 20,
): string {
  const shown = items.slice(0, most).map(show).join(", ");
  return items.length > most ? `${shown}, … (${items.length - most} more)` : shown;
}

/** Sizes, axes or operands as they may stand in a message: `[3, 4]`, of many the first ten. */
export function showList(items: readonly (number | string)[]): string {
  return `[${enumerate(items, String, 10)}]`;
}

/**
 * A whole message below 2,000 characters, for the constructors of errors about files: what is longer loses its middle, as the
 * beginning says where and the end says why. Line breaks and tabs stay, all else that is not printable is escaped.
 */
export function cutMessage(message = ""): string {
  // what is cut away is never gone through
  const short = message.length > longestMessage ? ends(message, longestMessage) : message;
  const plain = printableLines(short);
  return plain.length > longestMessage ? ends(plain, longestMessage) : plain;
}

/** The first characters of a text; a pair that would be cut in two is left out. */
function start(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

function ends(text: string, longest: number): string {
  const atEnd = Math.floor(longest / 4);
  return `${start(text, longest - atEnd)} ${text.slice(-atEnd).replace(/^[\udc00-\udfff]/, "")}`;
}

function escaped(text: string, except = ""): string {
  return text.replace(unprintable, (character) => {
    if (except.includes(character)) return character;
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
