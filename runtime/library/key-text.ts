import type { KeySchema } from "../abi/rule-set.ts"
import type { ValueType } from "../abi/value.ts"
import { show } from "./show.ts"

/** Whether a key, in the inside form, is the one that is given part by part as text, as alerts show it. */
export function isKeyText(key: readonly unknown[], schemas: readonly KeySchema[], asked: readonly string[]): boolean {
  return asked.every((text, part) => isText(key[part], schemas[part]!.type, text))
}

function isText(value: unknown, type: ValueType, text: string): boolean {
  if (value === undefined) return false
  return isSameText(show(type, value), text) || (type.kind === "time" && value === Date.parse(text))
}

/** Whether two texts are the same, or numbers of the same value. */
export function isSameText(text: string, asked: string): boolean {
  return text === asked || (isNumber(text) && isNumber(asked) && Number(text) === Number(asked))
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text)
}
