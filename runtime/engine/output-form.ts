import type { GrowingBytes } from "../abi/bytes.ts"
import type { EventSchema, OutputSchema, RuleManifest } from "../abi/rule-set.ts"
import type { FieldSchema } from "../abi/value.ts"
import type { ByteBuffer } from "../library/growing-bytes.ts"
import type { IdBase, Ids } from "./identity.ts"
import { holdsEvents, type JsonTools } from "./json.ts"
import { type LinePieces, OutputLine } from "./output-line.ts"

/** What an engine makes all its outputs with. */
export interface OutputTools extends JsonTools {
  readonly events: readonly EventSchema[]
  readonly ids: Ids
  readonly pieces: LinePieces
  /** For lines that are wanted as strings. */
  readonly room: ByteBuffer
}

const decoder = new TextDecoder()

/** What `append` appends, as a string. */
export function written({ room }: OutputTools, append: (to: GrowingBytes) => void): string {
  room.clear()
  append(room)
  return decoder.decode(room.bytes.subarray(0, room.length))
}

/** What the outputs of one place in a rule have in common, worked out once: most of their lines is the same text. */
export class OutputForm {
  readonly tools: OutputTools
  readonly rule: RuleManifest
  /** Its place among the rule's outputs. */
  readonly place: number
  readonly schema: OutputSchema
  readonly shadow: boolean
  readonly sink: string | null
  readonly idBase: IdBase
  readonly keyFields: readonly FieldSchema[]
  /** The fields of `data`; in an emitted event those of the key that the record does not set come behind them. */
  readonly dataFields: readonly FieldSchema[]
  /** Where in the key the fields behind the record's are. */
  readonly keyPlaces: readonly number[]
  /** Whether it shows the match's events, as `events` or as values. */
  readonly showsEvents: boolean
  readonly line: OutputLine

  constructor(rule: RuleManifest, place: number, tools: OutputTools) {
    const schema = rule.outputs[place]!
    this.tools = tools
    this.rule = rule
    this.place = place
    this.schema = schema
    this.shadow = rule.shadow === true
    this.sink = this.shadow ? "shadow" : (schema.sink ?? null)
    this.idBase = tools.ids.baseOf(rule.was ?? rule.name, place, schema.onTimeout)
    this.keyFields = rule.keys.map(({ name, type }) => ({ name, type, optional: false }))
    const record = schema.data ?? []
    const ofKey = schema.kind === "emit" ? fieldsOfKey(this.keyFields, record) : []
    this.dataFields = [...record, ...ofKey.map(({ field }) => field)]
    this.keyPlaces = ofKey.map(({ place: at }) => at)
    this.showsEvents =
      (schema.kind === "alert" && schema.withEvents) ||
      [...this.keyFields, ...this.dataFields].some(({ type }) => holdsEvents(type))
    const event = schema.kind === "alert" ? undefined : tools.events[schema.event!]!.name
    const { idBase, keyFields, dataFields, keyPlaces, showsEvents } = this
    this.line = new OutputLine({ rule, schema, event, keyFields, dataFields, keyPlaces, showsEvents, idBase, tools })
  }
}

/** The key's fields, by the last part of their names, that a record does not set; each with its place in the key. */
function fieldsOfKey(
  keys: readonly FieldSchema[],
  record: readonly FieldSchema[],
): readonly { readonly field: FieldSchema; readonly place: number }[] {
  const added: { field: FieldSchema; place: number }[] = []
  for (const [place, key] of keys.entries()) {
    const name = key.name.split(".").at(-1)!
    const set = [...record, ...added.map(({ field }) => field)]
    if (!set.some((each) => each.name === name || each.name === key.name))
      added.push({ field: { ...key, name }, place })
  }
  return added
}
