/**
 * Texts are counted in characters (code points), so that nothing cuts an emoji in half. Most texts have no character of
 * two UTF-16 units, and then offsets are the same.
 */

const pair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/

/** Whether a character of the text takes two UTF-16 units. */
export function hasPairs(text: string): boolean {
  return pair.test(text)
}

/** How many characters a text has. */
export function characterCount(text: string): number {
  return characterOffset(text, text.length)
}

/** How many characters stand before a UTF-16 offset. */
export function characterOffset(text: string, offset: number): number {
  if (!hasPairs(text)) return offset
  let count = 0
  for (let at = 0; at < offset; at += width(text, at)) count++
  return count
}

/** The UTF-16 offset of the character with that number (from 0); the text's end if there are fewer. */
export function unitOffset(text: string, character: number): number {
  if (!hasPairs(text)) return Math.min(character, text.length)
  let at = 0
  for (let count = 0; count < character && at < text.length; count++) at += width(text, at)
  return at
}

function width(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1
}
