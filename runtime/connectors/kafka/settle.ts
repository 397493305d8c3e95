/**
 * Ends what Kafka has forgotten of the last transaction of a transactional id. A broker brings the outcome of a transaction to each of its partitions, and leaves out those that
 * have no leader at that moment (`TransactionMarkerChannelManager`: they "are likely deleted already"), as all have for a while behind a broker that was killed. Such a partition shows readers nothing more, and
 * what it has of the transaction gets the outcome of the next one: aborted messages would be seen, committed ones lost. So a claim looks for it, and brings the outcome once more.
 *
 * What stays open: who claims, and is killed before the end of this, leaves nobody who knows the outcome.
 */
import { KafkaFault, type TransactionReach } from "./client.ts"
import { isFenced } from "./failure.ts"
import type { Request } from "./requests.ts"
import {
  addOffsetsRequest,
  addPartitionsRequest,
  claimRequest,
  type Done,
  endRequest,
  type ProducerIdentity,
  type TopicPartitions,
  transactionRequest,
} from "./transaction-requests.ts"

const pauseMs = 5
/** Longer than the coordinator of a cluster that is well needs by far. */
const patienceMs = 30_000

/** What is asked of the cluster. */
export interface Settling {
  /** Asks who looks after the transactional id; `errorOf`: what is wrong with the answer. Rejects with `KafkaFault`. */
  ask<T>(request: Request<T>, errorOf: (answer: T) => string | undefined): Promise<T>
  /** Partitions of a topic in which transactions are open, of whomever. */
  open(topic: string): Promise<TopicPartitions>
  /** Whether a commit of the offset is open. */
  isOpen(mark: TransactionReach["mark"]): Promise<boolean>
  /** By transactional id what is to be brought and was not yet: who claims makes the cluster forget it, and may lose its connection behind that. */
  readonly unfinished: Map<string, Unfinished>
}

type Outcome = "commit" | "abort"

/** What is being brought. */
export interface Unfinished {
  readonly outcome: Outcome
  /** In whose name. Undefined: perhaps nobody has claimed yet. */
  readonly producer?: ProducerIdentity
}

/** `reach`: all that transactions of the id may touch. Rejects with `CONCURRENT_TRANSACTIONS` where the last one does not come to its end. */
export async function settle(id: string, timeoutMs: number, reach: TransactionReach, cluster: Settling): Promise<void> {
  const { unfinished } = cluster
  const begun = unfinished.get(id)
  const outcome = begun?.outcome ?? (await outcomeOf(id, timeoutMs, cluster))
  if (outcome === undefined) return
  const topics = await Promise.all([...new Set(reach.topics)].map((topic) => cluster.open(topic)))
  const partitions = topics.filter((topic) => topic.partitions.length > 0)
  const isMarkOpen = await cluster.isOpen(reach.mark)
  if (partitions.length > 0 || isMarkOpen) {
    unfinished.set(id, { ...begun, outcome })
    // Another claim would abort what the one before has begun.
    const producer = begun?.producer ?? (await onceEnded(() => cluster.ask(claimRequest(id, timeoutMs), errorIn)))
    unfinished.set(id, { outcome, producer })
    await bring(outcome, id, producer, { partitions, group: isMarkOpen ? reach.mark.group : undefined }, cluster)
  }
  unfinished.delete(id)
}

const errorIn = ({ error }: Done): string | undefined => error

/** How the last transaction ended, where that is still known. One that is open is aborted: whoever had begun it has no say any more. */
async function outcomeOf(id: string, timeoutMs: number, cluster: Settling): Promise<Outcome | undefined> {
  return onceEnded(async () => {
    const { error, state } = await cluster.ask(transactionRequest(id), ({ error }) => otherThan(notFound, error))
    if (error !== undefined || state === "Empty" || state === "Dead") return undefined
    if (state === "CompleteCommit") return "commit"
    if (state === "CompleteAbort") return "abort"
    if (state === "Ongoing") await cluster.ask(claimRequest(id, timeoutMs), ({ error }) => otherThan(notEnded, error))
    throw new KafkaFault(notEnded, `the last transaction of ${id} does not come to its end: ${state}`)
  })
}

/** A transaction of nothing but what is open: its outcome is that of what stands there. Where another process has claimed since, it knows the outcome, and this one does not any more. */
async function bring(
  outcome: Outcome,
  id: string,
  producer: ProducerIdentity,
  { partitions, group }: { readonly partitions: readonly TopicPartitions[]; readonly group: string | undefined },
  cluster: Settling,
): Promise<void> {
  const ask = (request: Request<Done>) => onceEnded(() => cluster.ask(request, errorIn))
  try {
    if (partitions.length > 0) await ask(addPartitionsRequest(id, producer, partitions))
    if (group !== undefined) await ask(addOffsetsRequest(id, producer, group))
    await ask(endRequest(id, producer, outcome))
  } catch (error) {
    if (isFenced(error)) cluster.unfinished.delete(id)
    throw error
  }
  await outcomeOf(id, 0, cluster)
}

const notEnded = "CONCURRENT_TRANSACTIONS"
const notFound = "TRANSACTIONAL_ID_NOT_FOUND"

function otherThan(expected: string, error: string | undefined): string | undefined {
  return error === expected ? undefined : error
}

/** Tries again while a transaction is on its way to its end. */
async function onceEnded<T>(act: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof KafkaFault) || error.code !== notEnded || performance.now() > until) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
