import { ConnectorError } from "../../connectors/contract.ts"
import type { OpenSlice } from "./runner.ts"

/** What fails where another process has gone on meanwhile (its files were taken away, for example) is no failure of the job: then it rejects with a `ConnectorError` (fenced). */
export function unlessOvertaken(
  job: OpenSlice["job"],
  checkpoints: { readonly overtaken: () => Promise<boolean> },
): OpenSlice["job"] {
  const run = async () => {
    try {
      return await job.run()
    } catch (error) {
      if (error instanceof ConnectorError && error.kind === "fenced") throw error
      if (!(await checkpoints.overtaken().catch(() => false))) throw error
      throw new ConnectorError("fenced", "another process has made checkpoints of it since", error)
    }
  }
  return {
    ...(job.status && { status: () => job.status!() }),
    ...(job.look && { look: (...asked) => job.look!(...asked) }),
    run,
    progress: () => job.progress(),
  }
}
