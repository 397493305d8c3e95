// Made by `npm run generate` from the *.md files beside it. Do not edit.

/** The words of a problem: a code that never changes its meaning, and the text with its holes filled. */
export interface Message {
  code: string
  slug: string
  level: "error" | "warning"
  text: string
  hint?: string
}

/** What a hole can be filled with. */
export type Hole = string | number

/** One function per message of the catalogue. */
export const messages = {
  /** CEP1001: expected %expected%, found %found% */
  unexpectedText: (holes: { expected: Hole; found: Hole }): Message => ({
    code: "CEP1001",
    slug: "unexpected-text",
    level: "error",
    text: `expected ${holes.expected}, found ${holes.found}`,
  }),
  /** CEP2013: no field `%field%` on %type% */
  unknownField: (holes: { field: Hole; type: Hole }): Message => ({
    code: "CEP2013",
    slug: "unknown-field",
    level: "error",
    text: `no field \`${holes.field}\` on ${holes.type}`,
  }),
}

/** All messages, sorted by code. */
export const catalogue: readonly { code: string; slug: string; level: "error" | "warning" }[] = [
  { code: "CEP1001", slug: "unexpected-text", level: "error" },
  { code: "CEP2013", slug: "unknown-field", level: "error" },
]
