/** Deeper values are refused: what shows, compares or copies them would need a stack as deep. */
const maxDepth = 1000
const brokenWordsMax = 160

/** A JSON value, or why the text is none. */
export type DecodedJson =
  | { readonly value: unknown; readonly problem: undefined }
  | { readonly value: undefined; readonly problem: { readonly code: "not-json" | "too-deep"; readonly reason: string } }

/**
 * Reads one JSON text. Never throws. Of equal keys the last one counts; `__proto__` is a field like any other (an own
 * property). What the value must be is not asked here.
 */
export function decodeJson(text: string): DecodedJson {
  // Each level takes two characters, so shorter texts need no look.
  if (text.length > 2 * maxDepth && isDeep(text)) return tooDeep()
  try {
    return { value: JSON.parse(text), problem: undefined }
  } catch (error) {
    if (error instanceof RangeError) return tooDeep()
    return { value: undefined, problem: { code: "not-json", reason: `not JSON: ${words(error)}` } }
  }
}

/** Whether a line holds white space alone. */
export function isBlank(text: string): boolean {
  // A space or less can begin a blank line, everything above begins a value.
  return !(text.charCodeAt(0) > 32) && text.trim() === ""
}

function tooDeep(): DecodedJson {
  return { value: undefined, problem: { code: "too-deep", reason: `nested more than ${maxDepth} levels deep` } }
}

function words(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const line = message.replace(/\p{Cc}+/gu, " ")
  return line.length > brokenWordsMax ? `${line.slice(0, brokenWordsMax)}…` : line
}

function isDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 34: // a string begins: go to its end
        at = stringEnd(text, at + 1)
        break
      case 91:
      case 123:
        if (++depth > maxDepth) return true
        break
      case 93:
      case 125:
        depth--
        break
    }
  }
  return false
}

function stringEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}
