/** A warm-up in the thread of a test. */
import { serveWarmUp } from "../../compiler/cli/serve-warm-up.ts"
import type { WarmAnswer, WarmRequest } from "../../compiler/cli/warm-messages.ts"
import type { StartedWarmUp } from "../../compiler/cli/warm-up.ts"

/** What a thread would be: what is said is copied, as between threads. */
export function warmUpHere(): StartedWarmUp {
  let toThread: (request: WarmRequest) => void = () => {}
  let take: (answer: WarmAnswer) => void = () => {}
  const port = {
    on: (_: string, listen: (request: WarmRequest) => void) => {
      toThread = listen
    },
    postMessage: (answer: WarmAnswer) => take(structuredClone(answer)),
  }
  serveWarmUp(port as unknown as Parameters<typeof serveWarmUp>[0])
  return {
    post: (request) => toThread(structuredClone(request)),
    onMessage: (listen) => {
      take = listen
    },
    onEnd: () => {},
    stop: async () => {},
  }
}
