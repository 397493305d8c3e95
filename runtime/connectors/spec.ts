/** A connector and its options as the command line writes them: `file:events.jsonl?type=kind`, `-`, `events.csv`. */
export interface Spec {
  readonly connector: string
  /** The part before the options; the first positional option. */
  readonly target: string
  /** As written, percent escapes undone. */
  readonly options: Readonly<Record<string, string>>
}

/**
 * Reads a SPEC. `-` and anything without a connector's name before a colon is a file (one letter and a colon is a drive). A `?` begins
 * options only where `name=value` follows to the end; elsewhere it is part of the target, as in wildcards.
 */
export function parseSpec(text: string): Spec {
  const named = /^([A-Za-z][\w-]+):(.*)$/s.exec(text)
  const connector = named?.[1] ?? "file"
  const rest = named?.[2] ?? text
  const query = /\?([A-Za-z][\w-]*=[^&?]*(?:&[A-Za-z][\w-]*=[^&]*)*)$/s.exec(rest)
  if (query === null) return { connector, target: rest, options: {} }
  const pairs = query[1]!.split("&").map((pair): [string, string] => {
    const at = pair.indexOf("=")
    return [pair.slice(0, at), unescapePercent(pair.slice(at + 1))]
  })
  return { connector, target: rest.slice(0, query.index), options: Object.fromEntries(pairs) }
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
