/** A job that cannot start (`usage`) or cannot go on (`failure`). The message says what to do next. */
export class JobError extends Error {
  readonly kind: "usage" | "failure"

  constructor(kind: "usage" | "failure", message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = "JobError"
    this.kind = kind
  }
}
