/** Problems of a text that changes around them, for an editor. */
import type { Diagnostic } from "./diagnostic.ts"
import type { Span } from "./source.ts"

/** Something whose place moves with its text: a declaration. */
interface Anchor {
  readonly span: Span
}

/** The declaration in which a place lies; undefined: it lies in none, or in one that is read anew for the next version of its text. */
export type AnchorOf = (place: Span) => Anchor | undefined

/**
 * Gives problems again, whenever it is asked, where the declarations in which they lie stand then. Undefined: one of their places lies in none, so they have to
 * be found out again.
 */
export function movingProblems(
  problems: readonly Diagnostic[],
  anchorOf: AnchorOf,
): (() => readonly Diagnostic[]) | undefined {
  if (problems.length === 0) return () => problems
  const moves = new Map<Span, () => Span>()
  for (const place of problems.flatMap(placesOf)) {
    const anchor = anchorOf(place)
    if (anchor === undefined) return undefined
    const from = place.start - anchor.span.start
    const length = place.end - place.start
    moves.set(place, () => {
      const start = anchor.span.start + from
      return { path: anchor.span.path, start, end: start + length }
    })
  }
  return () => problems.map((each) => withPlaces(each, (place) => moves.get(place)!()))
}

/** Every place that a problem names. */
function placesOf({ span, labels = [], fix }: Diagnostic): Span[] {
  return [span, ...labels.map((each) => each.span), ...(fix === undefined ? [] : [fix.span])]
}

function withPlaces(problem: Diagnostic, move: (place: Span) => Span): Diagnostic {
  const { span, labels, fix } = problem
  return {
    ...problem,
    span: move(span),
    ...(labels && { labels: labels.map((each) => ({ ...each, span: move(each.span) })) }),
    ...(fix && { fix: { ...fix, span: move(fix.span) } }),
  }
}
