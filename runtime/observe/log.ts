export type Level = "info" | "warn" | "error"
export type LogFields = Readonly<Record<string, unknown>>

/** Where a job says what people should know. */
export type Log = (level: Level, message: string, fields?: LogFields) => void

/** For a terminal: the message alone; the fields are what it already says. */
export function textLog(write: (text: string) => void, colour: boolean): Log {
  const codes: Readonly<Record<Level, string>> = { info: "", warn: "33", error: "1;31" }
  return (level, message) => {
    const label = level === "info" ? "" : level === "warn" ? "warning: " : "error: "
    const painted = colour && codes[level] !== "" ? `\u001b[${codes[level]}m${label}\u001b[0m` : label
    write(`${painted}${harmless(message)}\n`)
  }
}

/** Messages quote what came in: nothing of it may steer a terminal. */
function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (char) => (char === "\n" ? "\n" : "\ufffd"))
}
