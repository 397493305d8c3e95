import { type Diagnostic, summarize } from "../../../lang/diagnostic.ts"
import type { Source, Span } from "../../../lang/source.ts"
import { position } from "../../../lang/source.ts"
import { compile } from "../../index.ts"
import { exitCodes } from "../error.ts"
import { load } from "../load.ts"
import { print, say, sayProblems } from "../terminal.ts"

export interface CheckOptions {
  readonly json?: boolean
}

/** `cep check`: the problems of files, for people on standard error or for tools (`--json`) on standard output. */
export async function check(files: readonly string[], options: CheckOptions): Promise<number> {
  const { entries, sources } = await load(files)
  const { diagnostics } = await compile(sources, { entries })
  const errors = diagnostics.some(({ level }) => level === "error")
  if (options.json === true) {
    await print(
      `${JSON.stringify(
        diagnostics.map((each) => withPlaces(each, sources)),
        null,
        2,
      )}\n`,
    )
  } else {
    await sayProblems(diagnostics, sources)
    const what = sources.length === 1 ? "1 file" : `${sources.length} files`
    await say(`${what}: ${summarize(diagnostics)}\n`)
  }
  return errors ? exitCodes.ruleErrors : exitCodes.done
}

/** A diagnostic whose places also have lines and columns (from 1), as other tools count them. */
function withPlaces(diagnostic: Diagnostic, sources: readonly Source[]) {
  const place = (span: Span) => {
    const text = sources.find(({ path }) => path === span.path)?.text ?? ""
    return { ...span, from: position(text, span.start), to: position(text, span.end) }
  }
  const { span, labels, fix, ...rest } = diagnostic
  return {
    ...rest,
    docs: `docs/reference/messages/${diagnostic.code}.md`,
    span: place(span),
    ...(labels && { labels: labels.map((label) => ({ ...label, span: place(label.span) })) }),
    ...(fix && { fix: { ...fix, span: place(fix.span) } }),
  }
}
