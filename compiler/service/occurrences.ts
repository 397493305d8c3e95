/** Where names stand, and which of them mean the same thing. */
import type { Reference } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import type { DeclaredName } from "./declared.ts"
import type { View } from "./project.ts"
import { touches } from "./walk.ts"

/** A name at a place. */
export interface Occurrence {
  readonly kind: Reference["kind"]
  /** As the program calls it, without back quotes. */
  readonly name: string
  readonly span: Span
  /** Where it is declared; empty: not in these files. At its own declaration its own place. */
  readonly declaredAt: readonly Span[]
  /** Of a declaration. */
  readonly declared?: DeclaredName
}

/** Something by places; no two names begin at one. */
export class ByPlace<T> {
  readonly #paths = new Map<string, Map<number, T>>()

  get({ path, start }: Span): T | undefined {
    return this.#paths.get(path)?.get(start)
  }

  set({ path, start }: Span, value: T): void {
    const known = this.#paths.get(path)
    if (known === undefined) this.#paths.set(path, new Map([[start, value]]))
    else known.set(start, value)
  }

  of(path: string): Iterable<T> {
    return this.#paths.get(path)?.values() ?? []
  }

  *values(): Iterable<T> {
    for (const path of this.#paths.values()) yield* path.values()
  }
}

/** All occurrences of a view. */
export interface Occurrences {
  /** Those of a path by their start. */
  readonly byPath: ReadonlyMap<string, readonly Occurrence[]>
  readonly byPlace: ByPlace<Occurrence>
  /** The other occurrences that are declared at a place. */
  readonly usesOf: ByPlace<readonly Occurrence[]>
}

/** The occurrences of a view. */
export function occurrencesOf(view: View): Occurrences {
  const byPlace = new ByPlace<Occurrence & { declaredAt: Span[] }>()
  for (const file of view.files.values()) {
    for (const declared of view.kept.names.of(file)) {
      const { kind, name } = declared
      byPlace.set(name.span, { kind, name: name.text, span: name.span, declaredAt: [name.span], declared })
    }
  }
  for (const { kind, name, span, declaredAt } of view.checked.references) {
    const known = byPlace.get(span)
    if (known === undefined)
      byPlace.set(span, { kind, name, span, declaredAt: declaredAt === undefined ? [] : [declaredAt] })
    else if (declaredAt !== undefined && !known.declaredAt.some((each) => isSameSpan(each, declaredAt)))
      known.declaredAt.push(declaredAt)
  }
  const byPath = new Map<string, Occurrence[]>()
  for (const path of view.files.keys())
    byPath.set(
      path,
      [...byPlace.of(path)].sort((a, b) => a.span.start - b.span.start),
    )
  let uses: ByPlace<readonly Occurrence[]> | undefined
  return {
    byPath,
    byPlace,
    // Of the questions that are asked at each key none needs it.
    get usesOf() {
      return (uses ??= usesIn(byPlace.values()))
    },
  }
}

function usesIn(all: Iterable<Occurrence>): ByPlace<Occurrence[]> {
  const found = new ByPlace<Occurrence[]>()
  for (const each of all) {
    for (const place of each.declaredAt) {
      if (isSameSpan(place, each.span)) continue
      const list = found.get(place)
      if (list === undefined) found.set(place, [each])
      else list.push(each)
    }
  }
  return found
}

/** The name at an offset; of two that touch it the one that begins there. */
export function occurrenceAt(all: Occurrences, path: string, offset: number): Occurrence | undefined {
  return all.byPath.get(path)?.findLast(({ span }) => span.end > span.start && touches(span, offset))
}

/**
 * All places that mean the same as one, found by going from names to their declarations and back: a field that two event types
 * share in a step, and a key and its fields, are one thing.
 */
export function sameThing(start: Occurrence, views: readonly Occurrences[]): Occurrence[] {
  const found = new Map<string, Occurrence>([[keyOf(start.span), start]])
  const add = (each: Occurrence | undefined) => {
    if (each !== undefined && !found.has(keyOf(each.span))) found.set(keyOf(each.span), each)
  }
  // What is added is gone through, too.
  for (const { span } of found.values()) {
    for (const { byPlace, usesOf } of views) {
      for (const place of byPlace.get(span)?.declaredAt ?? []) add(byPlace.get(place))
      for (const each of usesOf.get(span) ?? []) add(each)
    }
  }
  return [...found.values()].sort(
    (a, b) => compare(a.span.path, b.span.path) || a.span.start - b.span.start || a.span.end - b.span.end,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether a name stands where it is declared. */
export function isDeclaration({ span, declaredAt }: Occurrence): boolean {
  return declaredAt.some((each) => isSameSpan(each, span))
}

function isSameSpan(a: Span, b: Span): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end
}

/** A place as text. */
export function keyOf({ path, start, end }: Span): string {
  return `${start} ${end} ${path}`
}
