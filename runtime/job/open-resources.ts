/** What a running job has open, as plans of other rules need to know it. */
import type { OpenResources } from "../abi/reload.ts"
import type { Manifest } from "../abi/rule-set.ts"
import { type JobRequest, planSinks, planSources } from "./setup.ts"

type Request = Pick<JobRequest, "sources" | "sinks" | "tables" | "connectors">

/** Of a job that was begun with a rule set. Throws `JobError` where it could not have been. */
export function openResources(begun: Manifest, request: Request): OpenResources {
  const { sources, sinks, tables = new Map<string, string>() } = request
  return {
    sources: planSources(begun, request).map(({ name }) => name),
    sinks: planSinks(begun, request).map(({ name }) => name),
    tables: begun.tables.map(({ name }) => name),
    models: begun.models.map(({ name }) => name),
    given: [...sources.keys(), ...sinks.keys(), ...tables.keys()],
  }
}

/** Why a job cannot go on with other rules, in words with what to do: its sources bring events that these do not know. Empty: it can. */
export function unknownEvents(next: Manifest, { sources }: OpenResources): string[] {
  const declared = new Set(next.events.flatMap(({ name, derived }) => (derived ? [] : [name])))
  const unknown = sources.filter((name) => name !== "*" && !declared.has(name))
  return unknown.map(
    (name) =>
      `the job reads ${name}, and these rules declare no such event: keep its declaration, or take a savepoint and start the job without the source`,
  )
}
