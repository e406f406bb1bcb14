/** Of a command that Ctrl-C stopped in good order: 128 and the number of SIGINT, as shells have it. */
export const interruptedCode = 130;
