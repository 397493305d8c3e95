/** East Asian wide and full-width ranges (Unicode Standard Annex 11), first and last code point of each. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
]

/** Characters that would steer a terminal or hide text: controls, bidirectional overrides, halves of a pair. */
const unprintable = /(?!\t)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}]/gu

/** Format characters that stand alone: an author who has one in a name must see it. */
const invisible = /^\p{Cf}+$/u

/** How text looks on a terminal, and which UTF-16 unit of it stands in which cell. */
export interface Cells {
  shown: string
  /** The cell of each UTF-16 unit of the original, and one entry for its end. */
  at: number[]
}

/** Lays a line out in terminal cells: tabs become spaces, characters that could steer a terminal become `�`. */
export function layOut(line: string, tabWidth = 4): Cells {
  // Made only where it is needed, since that takes milliseconds.
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" })
  const at: number[] = []
  let shown = ""
  let cell = 0
  for (const { segment } of segmenter.segment(line)) {
    const text = invisible.test(segment) ? "\ufffd" : printable(segment)
    const width = segment === "\t" ? tabWidth - (cell % tabWidth) : widthOf(text)
    for (let unit = 0; unit < segment.length; unit++) at.push(cell)
    shown += segment === "\t" ? " ".repeat(width) : text
    cell += width
  }
  at.push(cell)
  return { shown, at }
}

/** The text with `�` in place of everything that could steer a terminal or reorder what is shown. Tabs are kept. */
export function printable(text: string): string {
  return text.replace(unprintable, "\ufffd")
}

/** The number of terminal cells that one grapheme takes. */
function widthOf(grapheme: string): number {
  const point = grapheme.codePointAt(0) ?? 0
  if (point >= 0x20 && point < 0x7f) return grapheme.includes("\ufe0f") ? 2 : 1
  if (/^(?:\p{Mn}|\p{Me})+$/u.test(grapheme)) return 0
  if (/\p{Emoji_Presentation}|\ufe0f/u.test(grapheme)) return 2
  return wide.some(([first, last]) => point >= first && point <= last) ? 2 : 1
}
