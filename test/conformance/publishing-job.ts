import type { Facts, Mark, OutboxRecord, Publisher, SliceIdentity } from "../../runtime/connectors/contract.ts"
import { type StoredInMemory, storedOutputs } from "../support/stored-outputs.ts"

/** A checkpoint as it is durable. */
interface Made extends StoredInMemory {
  readonly offset: number
}

/** How far a process comes with a checkpoint before it dies. */
export type Until = "prepared" | "made" | "publishing" | "published" | "confirmed"

/** What lasts of a job when its processes die: its checkpoints. */
export class PublishingJob {
  readonly lineage = "lineage-1"
  readonly made: Made[] = []
  facts: Facts | undefined
  begun = false
  /** Up to which checkpoint the outputs are known to be out. */
  confirmed = 0
  #processes = 0
  readonly #name: string

  /** `name`: of the job; sinks may know it from a run before. */
  constructor(name: string) {
    this.#name = name
  }

  /** A process of its own. */
  identity(): SliceIdentity {
    return { job: this.#name, slice: "0", attempt: `attempt${++this.#processes}` }
  }

  get offset(): number {
    const last = this.made.at(-1)
    return last === undefined ? 0 : last.offset + storedOutputs(last).bytes
  }
}

/** A process of a job: does with its publisher what a runtime does. */
export class PublishingProcess {
  readonly identity: SliceIdentity
  readonly publisher: Publisher
  /** As the last claim gave it. */
  mark: Mark | undefined
  readonly #job: PublishingJob

  constructor(job: PublishingJob, identity: SliceIdentity, publisher: Publisher) {
    this.#job = job
    this.identity = identity
    this.publisher = publisher
  }

  /** Claims, begins and publishes what is not known to be out. */
  async start(): Promise<this> {
    const job = this.#job
    this.mark = await this.publisher.claim()
    job.facts = await this.publisher.begin?.(job.begun ? (job.facts ?? {}) : undefined, job.begun)
    job.begun = true
    const out = this.publisher.kind === "marked" ? (this.mark?.checkpoint ?? 0) : job.confirmed
    for (const made of job.made) if (made.checkpoint > out) await this.publish(made)
    return this
  }

  /** Makes the next checkpoint. Where it dies in the publishing, it never comes back from that. */
  async checkpoint(records: readonly OutboxRecord[], until: Until = "confirmed", piece = 7): Promise<void> {
    const job = this.#job
    const checkpoint = (job.made.at(-1)?.checkpoint ?? 0) + 1
    const made: Made = { checkpoint, attempt: this.identity.attempt, records, offset: job.offset, piece }
    await this.publisher.prepare?.(storedOutputs(made))
    if (until === "prepared") return
    job.made.push(made)
    if (until === "made") return
    if (until === "publishing") return this.#stopInside(made)
    await this.publish(made)
    if (until === "confirmed") job.confirmed = checkpoint
  }

  publish(made: StoredInMemory): Promise<void> {
    return this.publisher.publish(storedOutputs(made), { lineage: this.#job.lineage, checkpoint: made.checkpoint })
  }

  /** Resolves when it stands in the middle of reading the outputs; a publisher that reads none is done instead. */
  async #stopInside(made: Made): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const after = (pieces: number): Promise<void> => {
        if (pieces < 3) return Promise.resolve()
        resolve()
        return new Promise(() => {})
      }
      this.publish({ ...made, after }).then(resolve, reject)
    })
  }
}
