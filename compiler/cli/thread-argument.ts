/** The last argument of a worker's thread: what tells it from the command, without loading what threads need. */
export const threadArgument = "--worker-thread"
