/** What the language service offers, as the editor shows it. */
import { type CompletionResult, type Completion as Option, snippetCompletion } from "@codemirror/autocomplete"
import type { Completion } from "../language.ts"
import { markdown } from "./markdown.ts"

/** The editor's signs for what is offered. */
const signs: Readonly<Record<Completion["kind"], string>> = {
  keyword: "keyword",
  event: "class",
  field: "property",
  step: "variable",
  key: "property",
  param: "constant",
  let: "constant",
  function: "function",
  aggregate: "function",
  feature: "function",
  table: "class",
  model: "function",
  rule: "class",
  sink: "namespace",
  type: "type",
  unit: "keyword",
  connector: "namespace",
  option: "property",
  value: "enum",
  file: "text",
}

/** Offers at an offset; null: none, or nothing was begun and nobody asked. */
export function completionsAt(
  offers: readonly Completion[],
  offset: number,
  textBefore: string,
  explicit: boolean,
): CompletionResult | null {
  const from = offers[0]?.span.start
  if (from === undefined) return null
  const isBegun = from < offset || /[.@("]$/.test(textBefore)
  if (!isBegun && !explicit) return null
  return { from, options: offers.map(optionOf), validFor: /^[\p{L}\p{N}_]*$/u }
}

function optionOf({ label, kind, insert, snippet, detail, doc }: Completion, place: number): Option {
  const option: Option = {
    label,
    type: signs[kind],
    // The service has them best first.
    boost: Math.max(-99, 99 - place),
    ...(detail !== undefined && { detail }),
    ...(doc !== undefined && { info: () => markdown(doc) }),
  }
  if (!snippet) return { ...option, apply: insert }
  const template = insert.replaceAll(/\$(\d)/g, (_, number: string) => (number === "0" ? "${}" : `\${${number}}`))
  return snippetCompletion(template, option)
}
