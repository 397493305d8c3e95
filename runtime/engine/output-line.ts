import type { GrowingBytes } from "../abi/bytes.ts"
import { appendByte, appendFixed, appendQuoted, appendText, fixedText } from "../library/growing-bytes.ts"
import { appendList, braceClose } from "./json.ts"
import type { OutputForm } from "./output-form.ts"
import { dataValues, noValues, type OutputValues, type ResultParts, scoreOf } from "./output-parts.ts"

const quote = 0x22
const comma = 0x2c
const beforeTime = fixedText(',"at":"')
const beforeMessage = fixedText(',"message":')
const beforeData = fixedText(',"data":')
const beforeEvents = fixedText(',"events":{')
const beforeId = fixedText(',"id":"')
const behindId = fixedText('"}')

/** Appends the line of an output, without its line break. `id`: where it is known already. */
export function appendOutput(
  to: GrowingBytes,
  form: OutputForm,
  parts: ResultParts,
  values: OutputValues,
  id?: string,
): void {
  if (form.schema.kind === "alert") appendAlert(to, form, parts, values)
  else appendEmitted(to, form, parts, values)
  appendFixed(to, beforeId)
  if (id !== undefined) appendText(to, id)
  else form.tools.ids.append(to, form.idBase, parts)
  appendFixed(to, behindId)
}

function appendAlert(to: GrowingBytes, form: OutputForm, parts: ResultParts, values: OutputValues): void {
  const { schema, head, tags, beforeKey, writeKey, writeData, tools } = form
  const { key, suppressed, at } = parts
  const { message, data = noValues } = values
  appendFixed(to, head)
  if (schema.hasScore) appendText(to, `,"score":${scoreOf(values)}`)
  if (tags.length > 0) appendFixed(to, tags)
  if (suppressed > 0) appendText(to, `,"suppressed":${suppressed}`)
  appendFixed(to, beforeKey)
  writeKey(to, key, parts)
  appendFixed(to, beforeTime)
  tools.iso.append(to, at)
  appendByte(to, quote)
  if (message !== undefined) {
    appendFixed(to, beforeMessage)
    appendQuoted(to, message)
  }
  if (schema.data !== null) {
    appendFixed(to, beforeData)
    writeData(to, data, parts)
  }
  if (schema.withEvents) appendEvents(to, form, parts)
}

function appendEmitted(to: GrowingBytes, form: OutputForm, parts: ResultParts, values: OutputValues): void {
  const { head, tools, writeData } = form
  appendFixed(to, head)
  tools.iso.append(to, parts.at)
  appendByte(to, quote)
  appendFixed(to, beforeData)
  writeData(to, dataValues(form, parts, values.data), parts)
}

function appendEvents(to: GrowingBytes, { rule, stepHeads, tools }: OutputForm, { steps }: ResultParts): void {
  const { raw } = tools
  appendFixed(to, beforeEvents)
  let first = true
  for (let i = 0; i < stepHeads.length; i++) {
    const head = stepHeads[i]!
    if (head === null) continue
    if (!first) appendByte(to, comma)
    first = false
    appendFixed(to, head)
    const events = steps[i]!
    if (rule.steps[i]!.several) appendList(to, events, (event) => raw.append(to, event))
    else if (events[0] === undefined) appendText(to, "null")
    else raw.append(to, events[0])
  }
  appendByte(to, braceClose)
}
