import { Worker } from "node:worker_threads"
import { threadArgument } from "../thread-argument.ts"
import { threadFile } from "../thread-file.ts"
import type { TestAnswer, TestMessage, TestStart } from "./test-messages.ts"

/** How long the thread may take to start and to compile the rules (ms). */
const compileMs = 60_000
/** How long tests may take then, before they are stopped (ms). */
const longestMs = 30_000
/** MB of objects that they may have. */
const mostHeap = 1024

/** Runs tests in a thread of their own: nothing that rules or their functions do stalls or ends the server. Never rejects. */
export function runInThread(start: Omit<TestStart, "tests">): Promise<TestAnswer> {
  const workerData: TestStart = { ...start, tests: true }
  const worker = new Worker(threadFile, {
    workerData,
    argv: [threadArgument],
    stdin: false,
    // What rules print is no part of the protocol.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: mostHeap },
  })
  return new Promise((resolve) => {
    const end = (answer: TestAnswer) => {
      clearTimeout(timer)
      resolve(answer)
      void worker.terminate()
    }
    const fail = (reason: string) => end({ outcome: "failed", reason })
    let timer = setTimeout(() => fail(`the rules were not compiled within ${compileMs / 1000} seconds`), compileMs)
    worker.on("message", (message: TestMessage) => {
      if (message.outcome !== "begun") return end(message)
      clearTimeout(timer)
      timer = setTimeout(() => fail(`the tests were stopped after ${longestMs / 1000} seconds`), longestMs)
    })
    worker.once("error", (error) => fail(error instanceof Error ? error.message : String(error)))
    worker.once("exit", () => fail("the thread that ran the tests has ended"))
  })
}
