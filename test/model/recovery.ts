/** The model's processes decide as real ones do: what they found becomes a request to `decideRecovery`. */
import { decideRecovery } from "../../runtime/checkpoint/recovery.ts"
import type { FoundCheckpoint, RecoveryDecision } from "../../runtime/checkpoint/recovery-contract.ts"
import type { Manifest, ModelMark, Process, Shape, World } from "./world.ts"

/** A sink's name by its place. */
export function sinkName(sink: number): string {
  return `s${sink}`
}

/** What a process that has claimed and read its marks decides. */
export function decide({ sinks }: Shape, world: World, process: Process): RecoveryDecision {
  return decideRecovery({
    checkpoints: (process.listed ?? world.store).map((manifest) => found(manifest, world)),
    publishers: sinks.map((kind, sink) => ({ name: sinkName(sink), kind, mark: realMark(process.marks[sink]) })),
    job: "model",
    fresh: false,
    allowRepeats: process.allowRepeats,
    assumePublished: new Map(),
  })
}

function found({ number, lineage, earlier, held, confirmed, damage }: Manifest, { lost }: World): FoundCheckpoint {
  if (damage === "all") return { number, damage: "manifest", outboxes: new Map(), confirmed: new Map() }
  const isLost = held.some((all) => all.some((outbox) => lost.includes(outbox.number)))
  const why = isLost ? "outbox" : damage
  return {
    number,
    ...(why !== "" && { damage: why }),
    lineage: `${lineage}`,
    earlier: earlier.flatMap((mark) => realMark(mark) ?? []),
    outboxes: new Map(held.map((all, sink) => [sinkName(sink), all.map((outbox) => outbox.number)])),
    confirmed: new Map(confirmed.map((last, sink) => [sinkName(sink), last])),
  }
}

function realMark(mark: ModelMark | null | undefined) {
  return mark == null ? undefined : { lineage: `${mark.lineage}`, checkpoint: mark.checkpoint }
}
