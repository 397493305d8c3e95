import type { Clock } from "../../platform/clock.ts"
import { systemClock } from "../../platform/node.ts"
import {
  type ConnectorContext,
  ConnectorError,
  type Publisher,
  type Settings,
  type Sink,
  type SliceIdentity,
  type StoredOutputs,
} from "../contract.ts"
import { Sender } from "./sender.ts"

/** Opens a webhook for outputs that are sent as they are made. Throws `ConnectorError` (usage). */
export async function openWebhookSink(
  settings: Settings,
  context: ConnectorContext,
  clock: Clock = systemClock,
): Promise<Sink> {
  const sender = await Sender.open(settings, context, clock)
  return {
    async write(records) {
      for (const record of records) await sender.send(record)
    },
    // What was waited for was taken.
    async flush() {},
    async close() {
      sender.close()
    },
  }
}

/**
 * Opens a webhook for the outputs of a job with checkpoints. After a crash those of the last checkpoints come again, with the same keys. Throws
 * `ConnectorError` (usage).
 */
export async function openWebhookPublisher(
  sinks: readonly Settings[],
  _identity: SliceIdentity,
  context: ConnectorContext,
  clock: Clock = systemClock,
): Promise<Publisher> {
  const [settings, more] = sinks
  if (settings === undefined || more !== undefined) throw new Error("each webhook has a publisher of its own")
  return new WebhookPublisher(await Sender.open(settings, context, clock))
}

class WebhookPublisher implements Publisher {
  readonly kind = "repeatable"
  readonly form = "records"
  readonly #sender: Sender
  /** Of the checkpoint that was begun last, how many are with the service: after an error the rest follows. */
  #sent: { readonly checkpoint: number; count: number } = { checkpoint: 0, count: 0 }
  #closed = false

  constructor(sender: Sender) {
    this.#sender = sender
  }

  /** Nobody is shut out: what comes twice has the same key. */
  async claim(): Promise<undefined> {
    if (this.#closed) throw new ConnectorError("closed", "the publisher was closed")
  }

  async publish(outputs: StoredOutputs): Promise<void> {
    const { checkpoint } = outputs
    if (this.#sent.checkpoint !== checkpoint) this.#sent = { checkpoint, count: 0 }
    let at = 0
    for await (const records of outputs.records()) {
      for (const record of records) {
        if (at++ < this.#sent.count) continue
        await this.#sender.send(record)
        this.#sent.count++
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#sender.close()
  }
}
