/** A request that is not answered as it wished. Every answer that is no success has one form: `error`, a stable word, and `message`, what is wrong and what to do. */
export class ControlError extends Error {
  readonly statusCode: number
  /** A stable word. */
  readonly word: string
  /** What else stands in the answer. */
  readonly more: Readonly<Record<string, unknown>>

  constructor(statusCode: number, word: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.statusCode = statusCode
    this.word = word
    this.more = more
  }
}
