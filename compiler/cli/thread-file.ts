/** The file that a worker's thread begins with. `tools/command.ts` puts the one that starts the program in its place. */
export const threadFile = new URL("./worker-thread.ts", import.meta.url)
