import { format as layOut } from "../../lang/format/format.ts"
import type { Document } from "./project.ts"
import type { TextEdit } from "./service.ts"

/**
 * The edits that bring a text into the canonical layout: the lines that change, so that a cursor elsewhere stays where it is. None where it has
 * syntax errors. The text keeps its way of ending lines.
 */
export function format({ path, text, file, report }: Document): TextEdit[] {
  if (report.hasErrors) return []
  const bom = text.startsWith("\ufeff") ? "\ufeff" : ""
  const wanted = `${bom}${layOut(file, { path, text })}`
  const made = /\r\n/.test(text) ? wanted.replaceAll(/\r?\n/g, "\r\n") : wanted
  if (made === text) return []
  let start = 0
  while (start < text.length && text[start] === made[start]) start++
  // whole lines, so that no edit begins or ends within a line break of two characters
  start = text.lastIndexOf("\n", start - 1) + 1
  let same = 0
  const most = Math.min(text.length, made.length) - start
  while (same < most && text[text.length - 1 - same] === made[made.length - 1 - same]) same++
  const rest = text.slice(text.length - same)
  const kept = rest.includes("\n") ? rest.length - rest.indexOf("\n") - 1 : 0
  return [{ span: { path, start, end: text.length - kept }, replacement: made.slice(start, made.length - kept) }]
}
