/** Whether what a running job has open is enough for other rules. */
import type { Manifest } from "../abi/rule-set.ts"
import { ConnectorError } from "../connectors/contract.ts"
import { JobError } from "./error.ts"
import { latenessOf } from "./inputs.ts"
import { type JobRequest, type Planned, planSinks, planSources, planTables } from "./setup.ts"

type Request = Pick<JobRequest, "sources" | "sinks" | "tables" | "connectors">

const restart = "take a savepoint and start the job anew with these rules (--from-savepoint)"

/**
 * Why a job that runs the one rule set, opened by a request, cannot go on with the other: in words, each with what to do. Empty: it can. What the
 * other one does not need any more stays open.
 */
export function whyNotOpen(running: Manifest, next: Manifest, request: Request): string[] {
  return [
    ...problemsOf("source", () => [planSources(running, request), planSources(next, request)], running, next),
    ...problemsOf("sink", () => [planSinks(running, request), planSinks(next, request)], running, next),
    ...problemsOf("table", () => [planTables(running, request), planTables(next, request)], running, next),
    ...modelProblems(running, next),
  ]
}

function problemsOf(
  use: "source" | "sink" | "table",
  plan: () => [readonly Planned[], readonly Planned[]],
  running: Manifest,
  next: Manifest,
): string[] {
  let planned: [readonly Planned[], readonly Planned[]]
  try {
    planned = plan()
  } catch (error) {
    if (error instanceof JobError || error instanceof ConnectorError) return [`${error.message}; or ${restart}`]
    throw error
  }
  const [open, wanted] = planned
  return wanted.flatMap((each) => {
    const known = open.find(({ name }) => name === each.name)
    if (known === undefined) return [`the ${use} ${each.name} is not open in the running job: ${restart}`]
    if (settingsOf(known) !== settingsOf(each)) {
      return [`the ${use} ${each.name} is declared otherwise than the one that is open: ${restart}`]
    }
    if (use !== "source" || latenessOf(each.name, running) === latenessOf(each.name, next)) return []
    return [`how late events of ${each.name} may come is another time, and watermarks go by it: ${restart}`]
  })
}

function settingsOf({ connector, settings, partitionedBy, atOnce }: Planned): string {
  return JSON.stringify([connector.declaration.name, settings, partitionedBy ?? null, atOnce])
}

function modelProblems(running: Manifest, next: Manifest): string[] {
  return next.models.flatMap((model) => {
    const known = running.models.some((each) => JSON.stringify(each) === JSON.stringify(model))
    return known ? [] : [`the model ${model.name} is not loaded in the running job: ${restart}`]
  })
}
