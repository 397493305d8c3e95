import { harmless } from "../words.ts"

/** HTML that was made here: nothing in it came from outside without being escaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a hole of `html`: texts are escaped, what is null or false is left out. */
export type Part = Markup | string | number | null | false | readonly Part[]

/** Makes markup of a template. Every text in a hole is escaped, also for attributes in double quotes. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(texts.map((text, i) => (i === 0 ? text : written(parts[i - 1]!) + text)).join(""))
}

function written(part: Part): string {
  if (part === null || part === false) return ""
  if (part instanceof Markup) return part.text
  if (typeof part === "string" || typeof part === "number") return escaped(String(part))
  return part.map(written).join("")
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
])

function escaped(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (char) => entities.get(char)!)
}

/** A coordinate: two decimals are finer than any screen. */
export function xy(value: number): number {
  return Math.round(value * 100) / 100
}
