/** Programs of a test's own that answer over HTTP. */
import type { ChildProcess } from "node:child_process"
import { setTimeout as pause } from "node:timers/promises"

/** Resolves when a program answers at a URL. `said`: what it has written. Rejects where it has ended, or could not be started. */
export async function untilAnswers(name: string, url: string, server: ChildProcess, said: () => string): Promise<void> {
  let failed: Error | undefined
  server.once("error", (error) => {
    failed = error
  })
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer?.ok === true) return
    if (failed !== undefined) throw new Error(`${name} did not start: ${failed.message}`, { cause: failed })
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(`${name} did not start: ${said().slice(-4000)}`)
    }
    await pause(50)
  }
}

/** Ends a program at once. Twice is harmless. */
export async function endServer(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once("exit", resolve))
  server.kill("SIGKILL")
  await ended
}
