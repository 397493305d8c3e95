import type { Message } from "./messages/generated.ts"
import type { Span } from "./source.ts"

export type { Message } from "./messages/generated.ts"
export { type RenderOptions, render, renderPlace, summarize } from "./render.ts"

/** An error stops the compilation; a warning does not. */
export type Level = "error" | "warning"

/** A further place that helps to understand a problem, with a few words about it. May be in another source. */
export interface Label {
  span: Span
  text: string
}

/** An edit that repairs the problem; `title` says what it does ("replace with `amount`"). */
export interface Fix {
  span: Span
  replacement: string
  title: string
}

/** A problem of the author's sources, as plain data. The words come from the message catalogue. */
export interface Diagnostic {
  code: string
  slug: string
  level: Level
  text: string
  hint?: string
  span: Span
  labels?: Label[]
  fix?: Fix
}

/** What a phase may add to a message: a hint takes the place of the message's own one. */
export interface Details {
  hint?: string | undefined
  labels?: Label[] | undefined
  fix?: Fix | undefined
}

/** Collects the problems of one compilation, so that the author gets all of them at once. Phases add, they do not throw. */
export class Report {
  readonly #diagnostics = new Map<string, Diagnostic>()

  /** Adds a problem; the same words at the same place are kept once. */
  add(message: Message, span: Span, details: Details = {}): void {
    const { code, slug, level, text } = message
    const diagnostic: Diagnostic = { code, slug, level, text, span }
    const hint = details.hint ?? message.hint
    if (hint !== undefined) diagnostic.hint = hint
    if (details.labels !== undefined && details.labels.length > 0) diagnostic.labels = details.labels
    if (details.fix !== undefined) diagnostic.fix = details.fix
    this.keep(diagnostic)
  }

  /** Takes over all problems of another report. */
  merge(other: Report): void {
    for (const diagnostic of other.diagnostics) this.keep(diagnostic)
  }

  /** All problems, sorted by path, then place, then code. */
  get diagnostics(): Diagnostic[] {
    return [...this.#diagnostics.values()].sort(byPlace)
  }

  /** How many problems there are. */
  get size(): number {
    return this.#diagnostics.size
  }

  /** Whether anything was added that forbids to go on. */
  get hasErrors(): boolean {
    for (const diagnostic of this.#diagnostics.values()) if (diagnostic.level === "error") return true
    return false
  }

  /** Takes over one problem. */
  keep(diagnostic: Diagnostic): void {
    const { code, text, span } = diagnostic
    const key = JSON.stringify([code, text, span.path, span.start, span.end])
    if (!this.#diagnostics.has(key)) this.#diagnostics.set(key, diagnostic)
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.span.path, b.span.path) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.code, b.code) ||
    compareText(a.text, b.text)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
