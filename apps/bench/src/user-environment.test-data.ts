/** The environment of a user: under one that looks like a test, citty keeps its help back. */
export const userEnvironment = { ...process.env, NODE_ENV: "production", TEST: "", CI: "", NO_COLOR: "1" };
