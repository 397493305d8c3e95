/** Looks at the store and at what the sinks hold, and works out where a job goes on (`decideRecovery`), with what belongs to it. */
import { ConnectorError, type Mark } from "../connectors/contract.ts"
import type { CheckpointSettings, NamedPublisher } from "./coordinator.ts"
import type { CheckpointManifest, StoredOutbox } from "./manifest.ts"
import { decideRecovery } from "./recovery.ts"
import type { FoundCheckpoint, RecoveryDecision, RecoveryRequest } from "./recovery-contract.ts"
import type { CheckpointStore, Listed } from "./store.ts"

/** A publisher after its claim. */
export interface Claimed extends NamedPublisher {
  readonly mark: Mark | undefined
}

export interface Recovery {
  /** What is restored; undefined: the job begins empty. */
  readonly manifest: CheckpointManifest | undefined
  /** Publishers go on where they were when it was made. */
  readonly goesOn: boolean
  /** Where it lies. */
  readonly store: CheckpointStore
  readonly lineage: string
  readonly earlier: readonly Mark[]
  readonly from: CheckpointManifest["from"]
  readonly next: number
  /** The outboxes of a publisher that its sink may lack. */
  republish(publisher: string): readonly StoredOutbox[]
  readonly warnings: readonly string[]
}

type Settings = Pick<
  CheckpointSettings,
  "store" | "job" | "newLineage" | "fresh" | "allowRepeats" | "assumePublished" | "savepoint"
>

/** Throws `ConnectorError` where going on would lose or repeat outputs. */
export async function recover(settings: Settings, claimed: readonly Claimed[]): Promise<Recovery> {
  const { store, job, fresh, allowRepeats, assumePublished } = settings
  const listed = await verified(store)
  const found = listed.map(foundOf)
  const publishers = claimed.map(({ name, publisher, mark }) => ({ name, kind: publisher.kind, mark }))
  const request: RecoveryRequest = { checkpoints: found, publishers, job, fresh, allowRepeats, assumePublished }
  const decision = decideRecovery(request)
  if (decision.kind === "refuse") {
    await failIfOvertaken(settings, listed.at(-1)?.number ?? 0)
    throw new ConnectorError("failure", decision.reason)
  }
  if (decision.kind === "restore") {
    // Another process may have made it and not come to syncing its name: it must last before anything of it is published.
    await reading(settings, decision.checkpoint, () => store.sync(decision.checkpoint))
    return restoring(settings, decision, listed)
  }
  return beginning(settings, decision, listed, claimed)
}

/** Reads of a checkpoint that was found to be whole. Throws `ConnectorError` that says why it cannot be read any more. */
export async function reading<T>(
  settings: Pick<Settings, "store" | "job">,
  number: number,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read()
  } catch (error) {
    await failIfOvertaken(settings, number)
    const reason = error instanceof Error ? error.message : String(error)
    const what = `checkpoint ${number} of job ${settings.job} cannot be read: ${reason}`
    throw new ConnectorError("failure", `${what}; see to ${settings.store.shown} and start again`, error)
  }
}

/** What was found is of no account where another process has made checkpoints since it was listed: they take the place of older ones. */
async function failIfOvertaken({ store, job }: Pick<Settings, "store" | "job">, newest: number): Promise<void> {
  if (!(await store.hasAbove(newest))) return
  const reason = `another process of job ${job} makes checkpoints in ${store.shown} meanwhile, and this one stops`
  throw new ConnectorError("fenced", `${reason}: let one of them run`)
}

function restoring(
  { store, newLineage }: Settings,
  decision: Extract<RecoveryDecision, { kind: "restore" }>,
  listed: readonly Listed[],
): Recovery {
  const manifest = listed.find(({ number }) => number === decision.checkpoint)!.manifest!
  return {
    manifest,
    goesOn: !decision.repeats,
    store,
    lineage: decision.newLineage ? newLineage : manifest.lineage,
    earlier: decision.earlier,
    from: manifest.from,
    next: decision.next,
    republish: (name) => {
      const wanted = decision.republish.find(({ publisher }) => publisher === name)?.checkpoints ?? []
      return manifest.outboxes.filter(({ publisher, checkpoint }) => publisher === name && wanted.includes(checkpoint))
    },
    warnings: decision.warnings,
  }
}

async function beginning(
  settings: Settings,
  decision: Extract<RecoveryDecision, { kind: "begin" }>,
  listed: readonly Listed[],
  claimed: readonly Claimed[],
): Promise<Recovery> {
  const { store, newLineage: lineage, savepoint, fresh, job } = settings
  const { next, warnings, earlier } = decision
  if (savepoint === undefined) {
    return {
      manifest: undefined,
      goesOn: false,
      store,
      lineage,
      earlier,
      from: undefined,
      next,
      republish: () => [],
      warnings,
    }
  }
  const manifest = await newestOf(savepoint)
  if (listed.length > 0 && !fresh)
    throw new ConnectorError("usage", `${store.shown} holds checkpoints of the job ${job} already`)
  const from = { lineage: manifest.lineage, number: manifest.number }
  return {
    manifest,
    goesOn: false,
    store: savepoint,
    lineage,
    earlier,
    from,
    next: Math.max(next, manifest.number + 1),
    republish: (name) => {
      const mark = claimed.find((each) => each.name === name)?.mark
      const known = manifest.publishers.find((each) => each.name === name)?.confirmed ?? 0
      const held = mark?.lineage === manifest.lineage ? mark.checkpoint : known
      return manifest.outboxes.filter(({ publisher, checkpoint }) => publisher === name && checkpoint > held)
    },
    warnings,
  }
}

/** The checkpoint that a savepoint is. Throws `ConnectorError`. */
export async function newestOf(store: CheckpointStore): Promise<CheckpointManifest> {
  const newest = (await store.list()).at(-1)
  if (newest === undefined)
    throw new ConnectorError("usage", `there is no savepoint in ${store.shown}: give the folder that holds it`)
  const damage = newest.damage ?? (await store.damageOf(newest.manifest!))
  if (damage !== undefined) {
    throw new ConnectorError("failure", `the savepoint in ${store.shown} is damaged: ${damage}; take another one`)
  }
  return newest.manifest!
}

/** The checkpoints of a store; the newest ones are read as a whole, until one is found to be as it was written. */
async function verified(store: CheckpointStore): Promise<Listed[]> {
  const listed = await store.list()
  for (let at = listed.length - 1; at >= 0; at--) {
    const { number, manifest } = listed[at]!
    if (manifest === undefined) continue
    const damage = await store.damageOf(manifest)
    if (damage === undefined) break
    listed[at] = { number, manifest, damage }
  }
  return listed
}

function foundOf({ number, manifest, damage }: Listed): FoundCheckpoint {
  const outboxes = new Map<string, number[]>()
  for (const { publisher, checkpoint } of manifest?.outboxes ?? []) {
    outboxes.set(publisher, [...(outboxes.get(publisher) ?? []), checkpoint])
  }
  return {
    number,
    ...(damage !== undefined && { damage }),
    ...(manifest !== undefined && { lineage: manifest.lineage, earlier: manifest.earlier }),
    outboxes,
    confirmed: new Map(manifest?.publishers.map(({ name, confirmed }) => [name, confirmed])),
  }
}
