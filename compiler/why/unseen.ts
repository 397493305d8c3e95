import { closest, distance } from "fastest-levenshtein"
import type { Case } from "./case.ts"
import type { Refused, Verdict } from "./model.ts"
import { counted, either, moment } from "./words.ts"

/** Names that are worth showing of many. */
const mostNames = 5

/** Why the rule saw no event of the key at all; undefined: it saw some. */
export function unseen(asked: Case): Verdict | undefined {
  const { recorder } = asked.run
  if (recorder.events.length > 0) return undefined
  return waits(asked) ?? refusedOnes(asked) ?? noneOfTheTypes(asked) ?? withoutKey(asked) ?? otherKeys(asked)
}

/** Events of the key arrived, and time has not come to them. */
export function waits({ run, key }: Case): Verdict | undefined {
  const { watermark, recorder } = run
  const ahead = recorder.arrivedOfKey.filter(({ at }) => at > watermark)
  const [first] = ahead
  if (first === undefined) return undefined
  const stands = Number.isFinite(watermark)
    ? `the watermark stands at ${moment(watermark)}`
    : "there is no watermark yet"
  const words = `${stands}, and ${first.type} of ${key.words === "" ? "the rule" : key.words} at ${first.place} (${moment(first.at)}) is judged when it has passed that`
  return { reason: "watermark", sentence: `time has not come so far: ${words}` }
}

function refusedOnes({ run }: Case): Verdict | undefined {
  const own = run.recorder.refused.filter(({ isOfKey }) => isOfKey === true)
  const [first] = own
  if (first === undefined) return undefined
  return first.code === "late" ? lateVerdict(first, own.length) : deadVerdict(first, own.length)
}

/** The words for an event behind the watermark. */
export function lateVerdict(late: Refused, count: number, confirmedBy?: string): Verdict {
  const { type, place, at = 0, watermark = 0 } = late
  const others = count > 1 ? `; ${counted(count - 1, "more event")} of the key came late` : ""
  const sentence = `${type} at ${place} came too late: it is dated ${moment(at)}, and the watermark stood at ${moment(watermark)} already${others}`
  return { reason: "late", sentence, ...(confirmedBy !== undefined && { confirmedBy }) }
}

/** The words for an event that was refused. */
export function deadVerdict({ type, place, reason, code }: Refused, count: number): Verdict {
  const others = count > 1 ? `; ${counted(count - 1, "more event")} of the key went there` : ""
  return {
    reason: "dead-letter",
    sentence: `${type} at ${place} went to the dead letters: ${reason} (${code})${others}`,
  }
}

function noneOfTheTypes({ run, inputs, plan }: Case): Verdict | undefined {
  const { arrived, refused } = run.recorder
  if (inputs.some((type) => (arrived.get(type) ?? 0) > 0)) return undefined
  const names = either(inputs)
  const made = inputs.filter((type) => plan.events.find(({ name }) => name === type)?.derived === true)
  if (made.length > 0) return noneMade(plan, made)
  const unread = refused.filter(({ isOfKey }) => isOfKey === undefined)
  const [first] = unread
  if (first !== undefined) {
    const words = `${counted(unread.length, "record")} could not be read, the first at ${first.place}: ${first.reason} (${first.code})`
    return { reason: "dead-letter", sentence: `no ${names} came: ${words}` }
  }
  const [other] = run.otherTypes
  const near = other === undefined ? "" : `; did you mean ${closest(inputs[0]!, run.otherTypes)}, which did come?`
  return { reason: "no-events", sentence: `no ${names} came at all${near}` }
}

/** Events that rules make: those rules are to be asked. */
function noneMade({ rules, events }: Case["plan"], types: readonly string[]): Verdict {
  const ids = types.map((type) => events.findIndex(({ name }) => name === type))
  const makers = rules.filter(({ outputs }) => outputs.some(({ event }) => event !== undefined && ids.includes(event)))
  const who = either(makers.map(({ name }) => name))
  return { reason: "no-events", sentence: `no ${either(types)} was made: ask why of ${who}, which makes it` }
}

function withoutKey({ run, keys }: Case): Verdict | undefined {
  const { keys: others, keyless, keylessCount } = run.recorder
  const [first] = keyless
  if (others.size > 0 || first === undefined) return undefined
  const fields = keys.map(({ name }) => name).join(", ")
  const words = `${counted(keylessCount, "event")} came without ${fields}, the first at ${first.place}`
  return { reason: "key-missing", sentence: `its events lack the key: ${words}` }
}

function otherKeys({ run, key, inputs }: Case): Verdict {
  const { keys } = run.recorder
  const names = [...keys.keys()]
  const head = `no ${either(inputs)} of ${key.words} came`
  if (names.length === 0) return { reason: "no-events", sentence: head }
  const asked = key.text
  const near = names.filter((name) => isNear(name, asked)).toSorted((a, b) => distance(a, asked) - distance(b, asked))
  const [best] = near
  if (best !== undefined) {
    const count = counted(keys.get(best)!, "event")
    return { reason: "other-key", sentence: `${head}; did you mean ${best} (${count})?` }
  }
  const shown = names.slice(0, mostNames).join(", ")
  const more = names.length > mostNames ? ", …" : ""
  return { reason: "other-key", sentence: `${head}; there are ${counted(names.length, "other key")}: ${shown}${more}` }
}

/** Written otherwise (`C12` for `c-12`), or with a slip or two. */
function isNear(name: string, asked: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")
  if (plain(name) === plain(asked)) return true
  return distance(name, asked) <= Math.max(1, Math.floor(asked.length / 5))
}
