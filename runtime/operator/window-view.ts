import type { EventRecord } from "../abi/event.ts"
import type { WindowValues } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import type { Accumulator, Json } from "../aggregate/accumulate.ts"
import type { ResultView } from "./contract.ts"

/** A window as outputs see it: its times and what was worked out of its events, none of which is there any more. */
export class WindowView implements ResultView {
  readonly window: WindowValues

  constructor(start: number, end: number, measures: readonly Accumulator[], results: readonly Json[]) {
    this.window = { start, end, measure: (number) => measures[number]!.result(results[number]!) }
  }

  count(): number {
    return 0
  }

  first(): Fields | undefined {
    return undefined
  }

  last(): Fields | undefined {
    return undefined
  }

  at(): Fields | undefined {
    return undefined
  }

  list(): readonly Fields[] {
    return []
  }

  previous(): Fields | undefined {
    return undefined
  }

  record(): EventRecord | undefined {
    return undefined
  }

  previousRecord(): EventRecord | undefined {
    return undefined
  }

  records(): readonly EventRecord[] {
    return []
  }
}
