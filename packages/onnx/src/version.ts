/** The version of this package, which exported models name; a test compares it with package.json. */
export const version = "0.0.0";
