import { ConnectorError } from "../../connectors/contract.ts"
import type { JobCheckpoints } from "../checkpoints.ts"

/**
 * Checkpoints of a job that is to end without another one when the signal is aborted, because another process goes on with its state: the job rejects with a
 * `ConnectorError` (fenced).
 */
export function abandonable(checkpoints: JobCheckpoints, signal: AbortSignal): JobCheckpoints {
  return {
    restored: checkpoints.restored,
    takenOver: () => checkpoints.takenOver?.(),
    get due() {
      return checkpoints.due
    },
    get isSaving() {
      return checkpoints.isSaving
    },
    get finished() {
      return checkpoints.finished
    },
    get wantsFull() {
      return checkpoints.wantsFull
    },
    get full() {
      return checkpoints.full
    },
    attach(wake) {
      checkpoints.attach(wake)
      signal.addEventListener("abort", wake, { once: true })
    },
    check() {
      if (signal.aborted) throw new ConnectorError("fenced", "another process runs it now")
      checkpoints.check()
    },
    room: (stop) => checkpoints.room(AbortSignal.any([stop, signal])),
    take: (barrier) => checkpoints.take(barrier),
    changeRules: (next, params) => checkpoints.changeRules?.(next, params),
    finish: (barrier, stop) => checkpoints.finish(barrier, stop),
  }
}
