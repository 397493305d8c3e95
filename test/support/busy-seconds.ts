import process from "node:process"

/**
 * How long some work keeps its thread busy (s), at most: the time that passes counts what other programs do meanwhile, and the processors' time what helpers of this process do (collecting garbage,
 * compiling), so the smaller of the two counts.
 */
export function busySeconds(work: () => void): number {
  const before = process.cpuUsage()
  const begun = performance.now()
  work()
  const passed = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(before)
  return Math.min(passed, (user + system) / 1e6)
}
