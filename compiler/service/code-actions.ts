import type { Diagnostic } from "../../lang/diagnostic.ts"
import { keywordTypes } from "../../lang/syntax/tokens.ts"
import type { CodeAction } from "./service.ts"

/** Repairs of the problems that touch a part of a text: those that the messages carry, and what their hints propose. */
export function codeActions(
  diagnostics: readonly Diagnostic[],
  text: string,
  start: number,
  end: number,
): CodeAction[] {
  return diagnostics
    .filter(({ span }) => span.start <= end && start <= span.end)
    .flatMap((diagnostic) => [...repairs(diagnostic, text), ...silencing(diagnostic, text)])
}

function repairs(diagnostic: Diagnostic, text: string): CodeAction[] {
  const { fix } = diagnostic
  if (fix === undefined) return meant(diagnostic, text)
  const { span, replacement, title } = fix
  return [{ title: capitalized(title), edits: [{ span, replacement }], diagnostic, preferred: true }]
}

/** A warning can be silenced by a comment on the line above; its author says why. */
function silencing(diagnostic: Diagnostic, text: string): CodeAction[] {
  const { level, code, span } = diagnostic
  if (level !== "warning") return []
  const start = text.lastIndexOf("\n", span.start - 1) + 1
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? ""
  const end = /\r\n/.test(text) ? "\r\n" : "\n"
  const replacement = `${indent}// cep-ignore ${code}: say why${end}`
  const edits = [{ span: { ...span, start, end: start }, replacement }]
  return [{ title: `Ignore ${code} here`, edits, diagnostic, preferred: false }]
}

/** "did you mean `amount`?" is said of the name at the place of the problem; that place may be more than the name. */
function meant(diagnostic: Diagnostic, text: string): CodeAction[] {
  const [, name] = /^did you mean `("?[^`]+"?)`\?/.exec(diagnostic.hint ?? "") ?? []
  if (name === undefined) return []
  const { span } = diagnostic
  const written = text.slice(span.start, span.end)
  const isText = name.startsWith('"')
  if (isText ? !/^(["']).*\1$/s.test(written) : !/^`?[\p{L}\p{N}_]+`?$/u.test(written)) return []
  const replacement = written.startsWith("`") && !keywordTypes.has(name) ? `\`${name}\`` : name
  return [{ title: `Write \`${name}\``, edits: [{ span, replacement }], diagnostic, preferred: true }]
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
