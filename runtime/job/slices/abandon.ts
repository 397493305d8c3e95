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
    attach(wake, params) {
      checkpoints.attach(wake, params)
      signal.addEventListener("abort", wake, { once: true })
    },
    check() {
      if (signal.aborted) throw new ConnectorError("fenced", "another process runs it now")
      checkpoints.check()
    },
    room: (stop) => checkpoints.room(AbortSignal.any([stop, signal])),
    paramsSet: (names) => checkpoints.paramsSet?.(names),
    take: (barrier) => checkpoints.take(barrier),
    changeRules: (next, params, state, frozen) => checkpoints.changeRules?.(next, params, state, frozen),
    get frozen() {
      return checkpoints.frozen
    },
    thaw: async () => checkpoints.thaw?.(),
    finish: (barrier, stop) => checkpoints.finish(barrier, stop),
  }
}
