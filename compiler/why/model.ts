/** The words in which `why` thinks: what it is asked, what it saw, and what it says. */
import type { Expression } from "../../lang/check/model.ts"
import type { Alert, Emitted } from "../../runtime/abi/engine.ts"
import type { EventRecord } from "../../runtime/abi/event.ts"

/** What is asked: why a rule fired, or did not. */
export interface WhyQuestion {
  /** The rule's name. */
  readonly rule: string
  /** The parts of the key in the order of the rule's `per`, as text; none for a rule without one. */
  readonly key: readonly string[]
  /** Epoch ms: what lived then. Absent: all that ever lived. */
  readonly at?: number
  /** It did fire: why not once more. */
  readonly again?: boolean
}

/** An event of the key as the rule saw it. */
export interface SeenEvent {
  readonly record: EventRecord
  readonly type: string
  readonly at: number
  /** Where it stands, in words. */
  readonly place: string
  /** By condition of the rule: whether it holds of the event; those that read the match are left out. */
  readonly alone: readonly (boolean | undefined)[]
}

/** A condition that was asked of an event, with the values of the parts of its expression. */
export interface Asked {
  readonly condition: number
  readonly holds: boolean
  readonly values: ReadonlyMap<Expression, unknown>
}

/** What an event did not do for a partial match, and what was asked. */
export interface Look {
  readonly event: SeenEvent
  readonly asked: readonly Asked[]
  /** Numbers of durations within which it would have had to come. */
  readonly tooLate: readonly number[]
}

export interface Taken {
  readonly step: number
  readonly event: SeenEvent
  /** What was asked when it was taken; absent: it was not kept. */
  readonly asked?: readonly Asked[]
}

/** How a partial match ended. */
export type StoryEnd =
  | { readonly kind: "reported"; outcome: StoryOutcome | undefined }
  /** An event that must not come; an event that had to be another one. */
  | { readonly kind: "broken" | "no-way"; readonly look: Look }
  | { readonly kind: "skipped"; readonly by: Story | undefined }
  | { readonly kind: "dropped" }
  | { readonly kind: "expired" }

/** What became of a match or timeout. */
export type StoryOutcome = {
  readonly at: number
  /** Of windows: their start. */
  readonly from: number | undefined
  /** Of a rule of one event: what that was asked. */
  readonly look: Look | undefined
} & (
  | { readonly kind: "written"; readonly timeout: boolean; readonly outputs: readonly (Alert | Emitted)[] }
  | { readonly kind: "filtered"; readonly values: ReadonlyMap<Expression, unknown> }
  | { readonly kind: "suppressed" }
  | { readonly kind: "failed"; readonly reason: string }
)

/** A partial match from its first event to its end. Where one became several, each of them is one. */
export interface Story {
  /** Its events from the first to the last: laid out when they are asked for. There may be many. */
  readonly taken: readonly Taken[]
  /** The same object for those that hold the same events. */
  readonly chain: object
  readonly first: Taken
  readonly last: Taken
  /** How many events it has. */
  readonly length: number
  state: number
  /** Since it took its last event: events that did not take it further. Of many the first, the last and the nearest ones. */
  readonly looks: readonly Look[]
  /** How many there were. */
  readonly lookCount: number
  readonly isPartlyKept: boolean
  /** Numbers of events of the key: of its last one, and of the one after which it was over. */
  readonly since: number
  readonly until: number | undefined
  /** All events are there, or time was all that was missing. */
  isComplete: boolean
  /** Others came of it. */
  isMoved: boolean
  endedAt: number | undefined
  end: StoryEnd | undefined
}

/** What was said of an event before any rule saw it. */
export interface Refused {
  readonly type: string
  readonly code: string
  readonly reason: string
  readonly place: string
  /** Of late events: their time, and the watermark. */
  readonly at?: number
  readonly watermark?: number
  /** It has the key that is asked for; undefined: it could not be told. */
  readonly isOfKey: boolean | undefined
}

/** A place in a source and its text. */
export interface WhyPlace {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly text: string
}

export interface WhyEvent {
  readonly step?: string
  readonly type: string
  readonly at: string
  readonly place: string
  readonly event: unknown
}

/** A condition with the values that decided it. */
export interface WhyCondition {
  readonly text: string
  readonly values: readonly { readonly text: string; readonly value: string }[]
  readonly source: WhyPlace
}

export interface WhyMiss {
  readonly event: WhyEvent
  /** Why it did not go on, in words. */
  readonly because: string
  readonly conditions: readonly WhyCondition[]
}

export interface WhyPartial {
  readonly began: string
  /** null: it lives on. */
  readonly ended: string | null
  /** How many events it had, of how many at least. */
  readonly came: number
  readonly of: number
  readonly end: string
  readonly events: readonly WhyEvent[]
  /** The names of the steps that it waited for. */
  readonly waitedFor: readonly string[]
  /** Events that came while it waited for the next one, at most as many as were asked for. */
  readonly passedOver: readonly WhyMiss[]
  readonly passedOverCount: number
}

/** What `why` says. Plain data. */
export interface WhyReport {
  readonly rule: string
  readonly key: Readonly<Record<string, string>>
  readonly at: string | null
  readonly fired: boolean
  /** A stable word. */
  readonly reason: string
  /** The same in a sentence: the first line of the text. */
  readonly text: string
  /** The events that the reason is about. */
  readonly events: readonly WhyEvent[]
  readonly conditions: readonly WhyCondition[]
  /** Another run with one thing changed, which confirms the reason; null: it needs none. */
  readonly confirmedBy: string | null
  readonly alerts: readonly (Alert | Emitted)[]
  readonly counts: {
    readonly events: number
    readonly partialMatches: number
    readonly late: number
    readonly deadLetters: number
  }
  /** ISO 8601; null: it never moved, or it is at the end of time. */
  readonly watermark: string | null
  /** The partial match that came furthest first; at most as many as were asked for. */
  readonly partialMatches: readonly WhyPartial[]
  readonly partialMatchCount: number
  /** How many of them were counted and not kept, by how they ended. */
  readonly onlyCounted: Readonly<Record<string, number>>
}

/** The part of an outcome's words that a reason has found. */
export interface Verdict {
  readonly reason: string
  readonly sentence: string
  readonly fired?: boolean
  readonly events?: readonly (SeenEvent | Taken)[]
  readonly conditions?: readonly WhyCondition[]
  readonly confirmedBy?: string
}
