/** Why a rule fired for a key, or did not: by the events that a job has kept. */
import { compile } from "../index.ts"
import { WhyError, whyOf } from "../why/index.ts"
import type { WhyAnswer, WhyRequest } from "./compile-messages.ts"
import { KeptClock, openKept, paramsFor } from "./kept-events.ts"
import { replayWatched } from "./replay-watched.ts"

const shownPartials = 5

/** Lets the kept events go through the rules again, watched for one rule and key. Rejects where they cannot be run. */
export async function explainKept(request: WhyRequest): Promise<WhyAnswer> {
  const { files, why: question, params } = request
  const compiled = await compile(files, { explains: true })
  if (compiled.rules === undefined) return { outcome: "failed", reason: "the rules that judge now have errors here" }
  const { manifest } = compiled.rules
  if (manifest.awaited.length > 0) {
    return {
      outcome: "failed",
      reason: "the rules call asynchronous functions, which nobody is asked again: use cep why",
    }
  }
  const clock = new KeptClock()
  const replay = replayWatched({
    sources: new Map(),
    tables: new Map(),
    params: paramsFor(manifest, params),
    limits: {
      strict: false,
      // More events come: what waits for time goes on waiting.
      atEnd: "stop",
      maxAheadMs: Number.POSITIVE_INFINITY,
      idleAfterMs: Number.POSITIVE_INFINITY,
      calls: {},
    },
    log: () => {},
    form: "json",
    quiet: true,
    stop: new AbortController().signal,
    clock,
    open: async (own) => {
      const { opened, inputs } = await openKept(own, request, clock)
      return { ...opened, inputs }
    },
  })
  try {
    const report = await whyOf(files, compiled, replay, question, { limit: shownPartials })
    return { outcome: "explained", report }
  } catch (error) {
    if (error instanceof WhyError) return { outcome: "unknown", reason: error.message }
    throw error
  }
}
