import type { Publisher, Settings, Sink, StoredOutputs } from "../connectors/contract.ts"

/**
 * Publishes through sinks that know nothing of checkpoints: after a crash, outputs of the last checkpoint may come again, with the same ids.
 * `open` opens the sink with some settings; sinks are opened by the first claim.
 */
export function sinkPublisher(settings: readonly Settings[], open: (settings: Settings) => Promise<Sink>): Publisher {
  let sinks: readonly Sink[] | undefined
  const close = async () => {
    const opened = sinks ?? []
    sinks = undefined
    for (const sink of opened) await sink.close()
  }
  return {
    kind: "repeatable",
    form: "records",
    async claim() {
      await close().catch(() => {})
      const opened: Sink[] = []
      sinks = opened
      for (const each of settings) opened.push(await open(each))
      return undefined
    },
    async publish(outputs: StoredOutputs) {
      if (sinks === undefined) throw new Error("a publisher claims before it publishes")
      for await (const records of outputs.records()) {
        for (const [place, sink] of sinks.entries()) {
          const own = records.filter((record) => record.sink === place)
          if (own.length > 0) await sink.write(own)
        }
      }
      for (const sink of sinks) await sink.flush()
    },
    close,
  }
}
