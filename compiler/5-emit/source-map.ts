import { addSegment, allMappings, fromMap, GenMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping"
import { Lines, type Source, type Span } from "../../lang/source.ts"
import { placeCloses, placeOpens } from "./text.ts"

/** A source map, version 3, as its JSON object. */
export interface SourceMap {
  readonly version: 3
  readonly file?: string | null
  readonly names: readonly string[]
  readonly sources: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly mappings: string
}

/** Takes the marks of places out of code and makes the source map from them. */
export function takePlaces(
  marked: string,
  spans: readonly Span[],
  sources: readonly Source[],
  file: string,
): { code: string; map: SourceMap } {
  const map = new GenMapping({ file })
  const mapped = new Mapper(map, spans, sources)
  const code = marked
    .split("\n")
    .map((line, at) => mapped.line(line, at))
    .join("\n")
  const used = new Set(spans.map((span) => span.path))
  for (const { path, text } of sources) if (used.has(path)) setSourceContent(map, path, text)
  return { code, map: mapOf(map) }
}

function mapOf(made: GenMapping): SourceMap {
  const { file, names, sources, sourcesContent, mappings } = toEncodedMap(made)
  return {
    version: 3,
    ...(file ? { file } : {}),
    names,
    sources,
    ...(sourcesContent ? { sourcesContent } : {}),
    mappings,
  }
}

class Mapper {
  readonly #map: GenMapping
  readonly #spans: readonly Span[]
  readonly #lines: ReadonlyMap<string, Lines>
  /** The places that are open, innermost last. They may go over several lines. */
  readonly #open: number[] = []

  constructor(map: GenMapping, spans: readonly Span[], sources: readonly Source[]) {
    this.#map = map
    this.#spans = spans
    this.#lines = new Map(sources.map((source) => [source.path, new Lines(source.text)]))
  }

  /** A line without its marks; adds a segment wherever another place begins. */
  line(marked: string, number: number): string {
    if (!marked.includes(placeOpens) && !marked.includes(placeCloses)) {
      this.#segment(number, 0)
      return marked
    }
    let line = ""
    this.#segment(number, 0)
    for (const part of marked.split(/(\uE000\d+\uE001|\uE002)/)) {
      if (part.startsWith(placeOpens)) this.#open.push(Number(part.slice(1, -1)))
      else if (part === placeCloses) this.#open.pop()
      else {
        line += part
        continue
      }
      this.#segment(number, line.length)
    }
    return line
  }

  #segment(line: number, column: number): void {
    const at = this.#open.at(-1)
    const span = at === undefined ? undefined : this.#spans[at]
    const lines = span && this.#lines.get(span.path)
    if (span === undefined || lines === undefined) {
      addSegment(this.#map, line, column)
      return
    }
    const place = lines.position(span.start)
    addSegment(this.#map, line, column, span.path, place.line - 1, place.column - 1)
  }
}

/** The map without what leads to other sources than those: places there are said to come from nowhere. */
export function partOfMap(map: SourceMap, isKept: (source: string) => boolean): SourceMap {
  const part = new GenMapping(map.file == null ? {} : { file: map.file })
  let isOpen = false
  for (const { generated, source, original } of allMappings(fromMap(JSON.stringify(map)))) {
    const line = generated.line - 1
    if (source !== undefined && isKept(source)) {
      addSegment(part, line, generated.column, source, original.line - 1, original.column)
      isOpen = true
    } else if (isOpen) {
      // Else a reader would take the last place before for it.
      addSegment(part, line, generated.column)
      isOpen = false
    }
  }
  for (const [number, source] of map.sources.entries()) {
    if (source !== null && isKept(source)) setSourceContent(part, source, map.sourcesContent?.[number] ?? null)
  }
  const made = mapOf(part)
  // Node reads a last segment without a source as one with the source before it, unless something stands behind it.
  return { ...made, mappings: `${made.mappings};` }
}

/** The map for code that stands `lines` lines further down in what is run. */
export function shiftMap(map: SourceMap, lines: number): SourceMap {
  return { ...map, mappings: ";".repeat(lines) + map.mappings }
}

/** A source map as the comment that carries it. */
export function inlineMap(map: SourceMap): string {
  const bytes = new TextEncoder().encode(JSON.stringify(map))
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return `//# sourceMappingURL=data:application/json;base64,${btoa(text)}`
}
