import type { Diagnostic } from "../../lang/diagnostic.ts"
import { position, type Source, type Span } from "../../lang/source.ts"

/** A diagnostic whose places also have lines and columns (from 1), as other tools count them. */
export function withPlaces(diagnostic: Diagnostic, sources: readonly Source[]) {
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
