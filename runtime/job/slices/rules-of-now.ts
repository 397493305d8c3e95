/** Which rules the slices of a process have while those change: the ones that are here, and those that are opened meanwhile. */
import type { Log } from "../../observe/log.ts"
import type { ChangeableJob, RuleModule } from "../reload.ts"
import type { SliceRunner } from "./runner.ts"

/** Which rules judge by now. */
export interface RulesOfNow {
  module: RuleModule
}

/** The slices of a process as they are changed from outside; `now`: what those get that are opened from then on. */
export function changeableSlices(
  runner: Pick<SliceRunner, "reload" | "setParams" | "params" | "checkpoint">,
  now: RulesOfNow,
): ChangeableJob {
  return {
    setParams: (values) => runner.setParams(values),
    params: () => runner.params(),
    checkpoint: () => runner.checkpoint(),
    async reload(next) {
      const former = now.module
      // Slices that are opened meanwhile begin with them.
      now.module = next
      try {
        return await runner.reload(next, former)
      } catch (error) {
        now.module = former
        throw error
      }
    },
  }
}

/** A slice that was opened with `opened` goes on with what there is by now, where that is something else. */
export function goOnWith(now: RulesOfNow, opened: RuleModule, change: Pick<ChangeableJob, "reload">, log: Log): void {
  if (now.module !== opened) change.reload(now.module).catch((error: unknown) => log("error", String(error)))
}
