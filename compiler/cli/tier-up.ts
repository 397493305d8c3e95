import process from "node:process"
import { setFlagsFromString } from "node:v8"

const flag = "--invocation-count-for-turbofan"
/** Calls of a function after which V8 itself compiles it a second time, by its version: for those of which it is known. Another one might not know the flag. */
const usualCalls: ReadonlyMap<string, number> = new Map([["13.6", 3000]])
const ourCalls = 50_000

/**
 * Has V8 wait longer before it compiles a function with its slowest compiler (TurboFan), which does that on another core and makes code that is a little faster than what the
 * one before it (Maglev) made. What is called for each event of a large stream is compiled so all the same, a moment later. What is called once for each batch, or for
 * each of some thousand alerts, never earns back what its compilation costs: of a run of five million events that was a fifth of the CPU time.
 *
 * To be called when a job begins, and not before: V8 takes code that was kept, its own included, only with the flags that it was made with.
 */
export function tierUpLate(): void {
  setCalls(ourCalls)
}

/** Has V8 go by its own measure again, as when the process began: code that is kept now can be used by the next one. */
export function tierUpAsUsual(): void {
  setCalls(undefined)
}

function setCalls(calls: number | undefined): void {
  const version = /^\d+\.\d+/.exec(process.versions.v8)?.[0] ?? ""
  const usual = usualCalls.get(version)
  const isGiven = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].some((option) => option.includes(flag))
  if (usual !== undefined && !isGiven) setFlagsFromString(`${flag}=${calls ?? usual}`)
}
