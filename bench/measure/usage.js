/**
 * Loaded before a program (`node --import`): when the process ends it writes to the file named by CEP_BENCH_USAGE what the whole process
 * used, its start and all its threads included. So it measures any program, also of a revision that knows nothing of it. JavaScript, since what
 * Node loads for a first TypeScript file would be measured too: 45 ms.
 */
import { writeFileSync } from "node:fs"

const path = process.env.CEP_BENCH_USAGE
if (path !== undefined) {
  process.on("exit", () => {
    const { user, system } = process.cpuUsage()
    const usage = { cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 }
    writeFileSync(path, JSON.stringify(usage))
  })
}
