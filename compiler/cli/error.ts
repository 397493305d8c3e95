/** What `cep` ends with. */
export const exitCodes = { done: 0, ruleErrors: 1, wrongUse: 2, failed: 3, testsFailed: 4 } as const

/** The command cannot do what it was asked to. The message says what to do next. */
export class CliError extends Error {
  readonly exitCode: number
  /** What was said before it was thrown, for those who write it elsewhere too. */
  readonly details: string | undefined

  constructor(message: string, exitCode: number = exitCodes.wrongUse, details?: string) {
    super(message)
    this.details = details
    this.name = "CliError"
    this.exitCode = exitCode
  }
}
