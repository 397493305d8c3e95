/** Workloads and streams as files that any variant can read. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { cache, readTransactions, type Stream, transactionFile } from "../streams/files.ts"
import type { Transaction } from "../streams/transactions.ts"
import { inTimeOrder, withoutLate } from "../workloads/expected.ts"
import type { Workload } from "../workloads/index.ts"
import type { Case } from "./rounds.ts"

/** Where variants write what they found: each run overwrites it. Of this process alone, and gone when it ends. */
export function outputFile(): string {
  const path = join(cache, `output-${process.pid}.jsonl`)
  process.once("exit", () => rmSync(path, { force: true }))
  return path
}

/** A file without events. */
export function emptyFile(): string {
  mkdirSync(cache, { recursive: true })
  const path = join(cache, "empty.jsonl")
  writeFileSync(path, "")
  return path
}

/** Every workload on the first `events` of a stream, with what is to be found. */
export async function* casesOf(
  stream: Stream,
  workloads: readonly Workload[],
  events: number,
  accounts: number,
): AsyncGenerator<Case> {
  const input = await transactionFile(stream, events, accounts)
  let all: Transaction[] | undefined
  const inOrder = new Map<number, Transaction[]>()
  for (const workload of workloads) {
    const { latenessMs } = workload
    if (!inOrder.has(latenessMs)) {
      all ??= readTransactions(input)
      inOrder.set(latenessMs, inTimeOrder(withoutLate(all, latenessMs)))
    }
    yield {
      workload: workload.name,
      stream: stream.name,
      events,
      latenessMs,
      rules: ruleFile(workload),
      type: "Transaction",
      input,
      empty: emptyFile(),
      expected: workload.expected(inOrder.get(latenessMs)!).sort(),
    }
  }
}

/** The path of the workload's `.cep` file, which is written anew. */
export function ruleFile(workload: Workload): string {
  const folder = join(cache, "rules")
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${workload.name}.cep`)
  writeFileSync(path, workload.text)
  return path
}
