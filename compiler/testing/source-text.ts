import type { Source, Span } from "../../lang/source.ts"

const longest = 80

/** The text of a span on one line; a long one is cut. Empty where the source is not given. */
export function oneLine(sources: readonly Source[], { path, start, end }: Span): string {
  const text = sources.find((source) => source.path === path)?.text.slice(start, end) ?? ""
  const line = text.replace(/\s+/g, " ").trim()
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}
