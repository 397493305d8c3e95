import process from "node:process"
import type { Writable } from "node:stream"
import { type Diagnostic, render } from "../../lang/diagnostic.ts"
import type { Source } from "../../lang/source.ts"

type Stream = Writable & { readonly isTTY?: boolean }

/** Whether a stream gets colours: a terminal whose owner did not refuse them (`NO_COLOR`). */
export function hasColour(stream: Stream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb"
}

/** Paints text for a stream, or leaves it as it is. */
export function painter(stream: Stream): (codes: string, text: string) => string {
  return hasColour(stream) ? (codes, text) => `\u001b[${codes}m${text}\u001b[0m` : (_, text) => text
}

/** Writes to standard output; resolves when it is passed on. A reader that went away is no error. */
export function print(text: string): Promise<void> {
  return write(process.stdout, text)
}

/** Writes to standard error. */
export function say(text: string): Promise<void> {
  return write(process.stderr, text)
}

/** Waits until both streams have passed on what they got. */
export async function flush(): Promise<void> {
  await Promise.all([print(""), say("")])
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve()
    else stream.write(text, () => resolve())
  })
}

/** Prints problems of sources, with their lines, to standard error. */
export async function sayProblems(diagnostics: readonly Diagnostic[], sources: readonly Source[]): Promise<void> {
  if (diagnostics.length > 0) await say(`${render(diagnostics, sources, { colour: hasColour(process.stderr) })}\n`)
}
