/** The steps of a start: sinks are claimed, and what recovery has decided becomes what a run begins with. */
import type { Facts, Mark } from "../connectors/contract.ts"
import type { Restored } from "../job/checkpoints.ts"
import { carryOutboxes } from "./carrying.ts"
import type { CheckpointSettings, NamedPublisher } from "./coordinator.ts"
import { localFiles } from "./copies.ts"
import { type CheckpointManifest, judgesBehind, type StoredOutbox } from "./manifest.ts"
import { Outbox } from "./outbox.ts"
import { readPieces } from "./pieces.ts"
import { Publishing, type PublishingSettings } from "./publishing.ts"
import { type Claimed, type Recovery, reading } from "./recover.ts"
import type { CheckpointStore } from "./store.ts"

/** The way of outputs to one publisher. */
export interface Line {
  readonly named: NamedPublisher
  readonly outbox: Outbox
  readonly publishing: Publishing
  readonly facts: Facts | undefined
}

/** What is told of publishing, and asked. */
export type Watch = Pick<PublishingSettings, "changed" | "overtaken">

/** Where a run begins. */
export interface Beginning {
  readonly restored: ReadState | undefined
  readonly lineage: string
  readonly earlier: readonly Mark[]
  readonly from: CheckpointManifest["from"]
  readonly next: number
  readonly state: CheckpointManifest["state"]
  readonly cold: CheckpointManifest["cold"]
  /** What the last change of the rules has dropped, where the rules that run now are those which followed. */
  readonly frozen: CheckpointManifest["frozen"]
  /** Of the checkpoint that is restored. */
  readonly rules: CheckpointManifest["rules"] | undefined
  /** Likewise, also of a savepoint. */
  readonly paramsBy: CheckpointManifest["paramsBy"]
  readonly pending: readonly StoredOutbox[]
}

/** Its state can be let go of. */
export type ReadState = Restored & { readonly state: readonly Uint8Array[][] }

/** Where a publisher begins. */
interface Begun {
  readonly claimed: Claimed
  readonly facts: Facts | undefined
  readonly confirmed: number
  readonly confirmedAt: number
  readonly total: number
  /** What its sink may lack. */
  readonly republish: readonly StoredOutbox[]
}

/** Fences every other process, one sink after the other, and reads their marks. Throws `ConnectorError`. */
export async function claimAll({ publishers, patience }: CheckpointSettings): Promise<Claimed[]> {
  const claimed: Claimed[] = []
  for (const named of publishers) {
    const claim = () => named.publisher.claim()
    claimed.push({ ...named, mark: await (patience === undefined ? claim() : patience.attempt(claim)) })
  }
  return claimed
}

/** Tells each publisher how far it is. Throws `ConnectorError`. */
export async function beginPublishers(
  recovery: Recovery,
  claimed: readonly Claimed[],
  settings: CheckpointSettings,
): Promise<Begun[]> {
  const begun: Begun[] = []
  for (const [place, each] of claimed.entries()) begun.push(await beginPublisher(each, recovery, settings, place))
  return begun
}

/** A sink that is another one than that of the checkpoint begins anew; what it lacks is taken along. */
async function beginPublisher(
  claimed: Claimed,
  { manifest, goesOn, republish, store: from, next }: Recovery,
  { store: to, attempt }: CheckpointSettings,
  place: number,
): Promise<Begun> {
  const { name, resource, publisher, mark } = claimed
  // The sink may know more than the checkpoint.
  const marked = mark?.lineage === manifest?.lineage ? (mark?.checkpoint ?? 0) : 0
  const known = manifest?.publishers.find((each) => each.name === name && each.resource === resource)
  if (known !== undefined && goesOn) {
    const { facts, confirmedAt, total } = known
    const confirmed = Math.max(known.confirmed, marked)
    await publisher.begin?.(facts ?? {}, true)
    return { claimed, facts, confirmed, confirmedAt, total, republish: republish(name) }
  }
  const facts = await publisher.begin?.(undefined, manifest !== undefined)
  const { outboxes, total } = await carryOutboxes(republish(name), publisher, { from, to, attempt, next, place })
  return { claimed, facts, confirmed: marked, confirmedAt: 0, total, republish: outboxes }
}

/** Reads the state that is restored. Throws `ConnectorError` where that cannot be done any more. */
export async function beginningOf(
  { manifest, store: from, lineage, earlier, from: savepoint, next }: Recovery,
  begun: readonly Begun[],
  settings: CheckpointSettings,
): Promise<Beginning> {
  const { store } = settings
  const restored =
    manifest &&
    (await reading({ ...settings, store: from }, manifest.number, () => restoredOf(from, manifest, settings)))
  // What another store holds is written anew.
  const own = from === store ? manifest : undefined
  const pending = begun.flatMap(({ republish }) => republish)
  const { state = [], cold } = own ?? {}
  const of = { rules: own?.rules, paramsBy: manifest?.paramsBy }
  const frozen = own && judgesBehind(own.rules) === settings.rules.version ? own.frozen : undefined
  return { restored, lineage, earlier, from: savepoint, next, state, cold, frozen, ...of, pending }
}

/** Opens the way to each publisher, and begins to publish what its sink may lack. */
export function openLines(
  { manifest, lineage, earlier, next }: Recovery,
  begun: readonly Begun[],
  settings: CheckpointSettings & Watch,
): Line[] {
  const { store, attempt } = settings
  const restored = manifest && { lineage: manifest.lineage, checkpoint: manifest.number }
  const before = [...earlier, ...(restored ? [restored] : [])]
  return begun.map(({ claimed, facts, confirmed, confirmedAt, total, republish }, at) => {
    const { name, publisher } = claimed
    const own = { name, publisher, lineage, earlier: before, confirmed, confirmedAt }
    const publishing = new Publishing({ ...settings, ...own })
    for (const outbox of republish) publishing.add(outbox, store)
    const place = { store, attempt, lineage, fileName: String(at) }
    const outbox = new Outbox(name, publisher.form, place, { checkpoint: next, offset: total })
    return { named: claimed, facts, outbox, publishing }
  })
}

async function restoredOf(
  store: CheckpointStore,
  manifest: CheckpointManifest,
  { rules: now, copies = noCopies }: Pick<CheckpointSettings, "rules" | "copies">,
): Promise<ReadState> {
  const state: Uint8Array[][] = []
  for (const files of manifest.state) {
    const pieces: Uint8Array[] = []
    for (const { file } of files) pieces.push(...(await readPieces(store, file)))
    state.push(pieces)
  }
  const { number, sources, watermarks, rules } = manifest
  const dividedAnew = state.length > 1 && dividedBy(rules) !== dividedBy(now)
  const cold = manifest.cold && (await Promise.all(manifest.cold.map((files) => localFiles(store, files, copies))))
  return { checkpoint: number, state, dividedAnew, ...(cold !== undefined && { cold }), sources, watermarks }
}

function noCopies(): never {
  throw new Error("there is no folder for copies of files that lie elsewhere")
}

/** What decides which worker has which events and state. */
function dividedBy({ divided, version }: CheckpointManifest["rules"]): string {
  return JSON.stringify([divided, version])
}
