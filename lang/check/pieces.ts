/**
 * The check in pieces, one for each declaration, so that an editor checks again only what a change can have touched. A piece notes what it asks of the
 * others, in order; it is taken over where all answers are what they were. Such lists are the verifying traces of Mokhov, Mitchell and Peyton Jones,
 * "Build Systems à la Carte" (2018).
 */
import { type Diagnostic, Report } from "../diagnostic.ts"
import { type AnchorOf, movingProblems } from "../moving.ts"
import type { Span } from "../source.ts"
import type { Declaration, FieldDecl } from "../syntax/ast.ts"
import type { Declared } from "./context.ts"
import type { Reference, RuleInfo } from "./model.ts"
import { rememberedNames } from "./names-in.ts"
import type { CheckObserver } from "./observe.ts"
import type { FieldType } from "./types.ts"

/** What was asked while a piece was checked, with the answer. */
type Asked =
  | { readonly kind: "declared"; readonly name: string; readonly answer: Declared | undefined }
  /** All names with their kinds, for proposals. */
  | { readonly kind: "names"; readonly answer: string }
  | { readonly kind: "broken"; readonly span: Span; readonly answer: boolean }
  | { readonly kind: "incomplete"; readonly answer: boolean }
  /** What another piece gave: the same object, as long as that was not checked again. */
  | { readonly kind: "piece"; readonly of: string; readonly name: string; readonly answer: unknown }

interface Piece {
  readonly node: Declaration | undefined
  readonly answer: unknown
  /** Where they are now. */
  readonly problems: () => readonly Diagnostic[]
  readonly references: readonly Reference[]
  readonly asked: readonly Asked[]
  readonly observer: CheckObserver | undefined
}

/** A name with its kind, or a declaration that has none. */
type PieceKey = string | Declaration

/** What is needed to keep pieces. */
export interface Keeping<Observer extends CheckObserver> {
  /** Makes what is told about a declaration when it is checked; a kept piece keeps its own. */
  readonly observe: () => Observer
  readonly anchorOf: AnchorOf
}

/**
 * The pieces of the last check. Nodes and places must be the same objects in the next one wherever the text is the same (`KeptDeclarations`); other nodes are
 * other declarations. One for each beginning from which files are checked, and only for the same catalog and types of TypeScript.
 */
export class KeptChecks<Observer extends CheckObserver = CheckObserver> {
  readonly keeping: Keeping<Observer>
  /** The declarations behind fields, by the lists that pieces gave. */
  readonly written = new WeakMap<readonly FieldType[], readonly FieldDecl[]>()
  readonly namesIn = rememberedNames()
  /** Rules with what they emit brought to its types, and the types that were asked for. */
  readonly adapted = new WeakMap<RuleInfo, { readonly events: readonly unknown[]; readonly rule: RuleInfo }>()
  #pieces = new Map<PieceKey, Piece>()
  #observers = new Map<Declaration, Observer>()
  #checked = 0

  constructor(keeping: Keeping<Observer>) {
    this.keeping = keeping
  }

  /** What was told about a declaration; undefined: it was not checked. */
  observerOf(node: Declaration): Observer | undefined {
    return this.#observers.get(node)
  }

  /** How many pieces the last check really checked. */
  get checked(): number {
    return this.#checked
  }

  find(key: PieceKey): Piece | undefined {
    return this.#pieces.get(key)
  }

  /** Takes the pieces of a check; with `keep` false the next one begins anew. */
  take(pieces: ReadonlyMap<PieceKey, Piece>, fresh: ReadonlySet<Piece>, keep: boolean): void {
    this.#checked = fresh.size
    this.#observers = new Map()
    for (const { node, observer } of pieces.values())
      if (node !== undefined && observer !== undefined) this.#observers.set(node, observer as Observer)
    this.#pieces = new Map()
    if (!keep) return
    for (const [key, piece] of pieces) {
      const problems = fresh.has(piece) ? movingProblems(piece.problems(), this.keeping.anchorOf) : piece.problems
      if (problems !== undefined) this.#pieces.set(key, { ...piece, problems })
    }
  }

  forget(): void {
    this.#pieces = new Map()
  }
}

/** A lookup that works out each answer once. `done`: the answers in the order in which they were finished. */
export interface Lookup<Result> {
  (name: string): Result
  done(): readonly Result[]
}

/** What one piece says while it is checked. */
interface Frame {
  readonly report: Report
  readonly references: Reference[]
  /** Undefined: nothing is noted. */
  readonly asked: Map<string, Asked> | undefined
  readonly observer: CheckObserver | undefined
}

/** What pieces may ask about the sources as a whole. */
export interface Found {
  readonly declarations: ReadonlyMap<string, Declared>
  readonly incomplete: boolean
  /** Places of syntax errors. */
  readonly broken: readonly Span[]
}

/** One check, piece by piece. */
export class Pieces {
  /** `found.declarations`, noting what is asked. */
  readonly declarations: ReadonlyMap<string, Declared>
  readonly #found: Found
  readonly #kept: KeptChecks | undefined
  readonly #all = new Map<PieceKey, Piece>()
  readonly #fresh = new Set<Piece>()
  readonly #lookups = new Map<string, (name: string) => unknown>()
  readonly #frames: Frame[]
  #names: string | undefined
  #circular = false

  constructor(found: Found, kept: KeptChecks | undefined) {
    this.#found = found
    this.#kept = kept
    this.#frames = [{ report: new Report(), references: [], asked: undefined, observer: undefined }]
    const note = (each: Asked) => this.#note(each)
    const names = () => (this.#names ??= namesOf(found.declarations))
    this.declarations = kept === undefined ? found.declarations : new NotingNames(found.declarations, names, note)
  }

  /** The report of the piece that is being checked. */
  get report(): Report {
    return this.#frames.at(-1)!.report
  }

  /** The references of the piece that is being checked. */
  get references(): Reference[] {
    return this.#frames.at(-1)!.references
  }

  /** What is told about the piece that is being checked. */
  get observer(): CheckObserver | undefined {
    return this.#frames.at(-1)!.observer
  }

  /** An import led nowhere, or a declaration could not be read at all. */
  get incomplete(): boolean {
    this.#note({ kind: "incomplete", answer: this.#found.incomplete })
    return this.#found.incomplete
  }

  /** Whether a part of what stands in a place could not be read. */
  isBroken(span: Span): boolean {
    const answer = this.#isBroken(span)
    this.#note({ kind: "broken", span, answer })
    return answer
  }

  /**
   * A lookup that may ask for other names of its own kind while it works one out. A name that needs itself is answered by `cyclic`,
   * which gets the way back to it (`a`, `b`, `a`), with the names of other kinds that share the `trail`.
   */
  lookup<Result>(
    kind: string,
    find: (name: string) => Result,
    cyclic: (name: string, path: readonly string[]) => Result,
    trail: string[] = [],
  ): Lookup<Result> {
    const answers = new Map<string, Result>()
    const open = new Set<string>()
    const ask = (name: string): Result => {
      if (answers.has(name)) return answers.get(name)!
      if (open.has(name)) {
        this.#circular = true
        return cyclic(name, [...trail.slice(trail.lastIndexOf(name)), name])
      }
      open.add(name)
      trail.push(name)
      try {
        const declared = this.#found.declarations.get(name)
        const node = declared === undefined || declared.kind === "derived" ? undefined : declared.node
        const answer = this.#piece(`${kind} ${name}`, node, () => find(name))
        answers.set(name, answer)
        return answer
      } finally {
        open.delete(name)
        trail.pop()
      }
    }
    this.#lookups.set(kind, ask)
    const lookup = (name: string): Result => {
      const answer = ask(name)
      this.#note({ kind: "piece", of: kind, name, answer })
      return answer
    }
    return Object.assign(lookup, { done: () => [...answers.values()] })
  }

  /** Checks a declaration that no other asks for. */
  declaration<Result>(node: Declaration, find: () => Result): Result {
    return this.#piece(node, node, find)
  }

  /** Whether the check has to be done again from the beginning: who asks first in a circle matters, and what was kept has not asked. */
  get isToRepeat(): boolean {
    return this.#circular && this.#fresh.size < this.#all.size
  }

  /** Whether anything that was checked names something. */
  refersTo(kind: Reference["kind"], name: string): boolean {
    const names = (each: Reference) => each.kind === kind && each.name === name
    return (
      this.#frames[0]!.references.some(names) || [...this.#all.values()].some((each) => each.references.some(names))
    )
  }

  /** Ends the check: adds all problems to a report, and gives the references. */
  finish(report: Report): Reference[] {
    const [frame] = this.#frames as [Frame]
    const references: Reference[] = []
    for (const piece of this.#all.values()) {
      for (const each of piece.problems()) report.keep(each)
      for (const each of piece.references) references.push(each)
    }
    report.merge(frame.report)
    references.push(...frame.references)
    this.#kept?.take(this.#all, this.#fresh, !this.#circular)
    return references
  }

  #piece<Result>(key: PieceKey, node: Declaration | undefined, find: () => Result): Result {
    const before = this.#kept?.find(key)
    if (before !== undefined && before.node === node && before.asked.every((each) => this.#isAnswered(each))) {
      this.#all.set(key, before)
      return before.answer as Result
    }
    const asked = this.#kept === undefined ? undefined : new Map<string, Asked>()
    const observer = node === undefined ? undefined : this.#kept?.keeping.observe()
    const frame: Frame = { report: new Report(), references: [], asked, observer }
    this.#frames.push(frame)
    try {
      const answer = find()
      const problems = frame.report.diagnostics
      const piece: Piece = {
        node,
        answer,
        problems: () => problems,
        references: frame.references,
        asked: [...(asked?.values() ?? [])],
        observer,
      }
      this.#all.set(key, piece)
      this.#fresh.add(piece)
      return answer
    } finally {
      this.#frames.pop()
    }
  }

  /** Whether a question has the answer that it had. They are asked in the order of the first time, so none is asked that would not be asked now. */
  #isAnswered(asked: Asked): boolean {
    switch (asked.kind) {
      case "declared":
        return isSameDeclared(asked.answer, this.#found.declarations.get(asked.name))
      case "names":
        return asked.answer === (this.#names ??= namesOf(this.#found.declarations))
      case "broken":
        return asked.answer === this.#isBroken(asked.span)
      case "incomplete":
        return asked.answer === this.#found.incomplete
      case "piece":
        return asked.answer === this.#lookups.get(asked.of)!(asked.name)
    }
  }

  #isBroken(span: Span): boolean {
    return this.#found.broken.some(
      (each) => each.path === span.path && each.start >= span.start && each.end <= span.end,
    )
  }

  #note(asked: Asked): void {
    const notes = this.#frames.at(-1)!.asked
    if (notes === undefined) return
    const key = keyOf(asked)
    if (!notes.has(key)) notes.set(key, asked)
  }
}

function keyOf(asked: Asked): string {
  if (asked.kind === "declared") return asked.name
  if (asked.kind === "piece") return `${asked.of} ${asked.name}`
  return asked.kind === "broken" ? ` ${asked.span.start} ${asked.span.end} ${asked.span.path}` : ` ${asked.kind}`
}

function namesOf(declarations: ReadonlyMap<string, Declared>): string {
  const isBuiltIn = (each: Declared) => each.kind === "derived" && each.alerts !== undefined
  return [...declarations].map(([name, each]) => `${name} ${isBuiltIn(each) ? "" : each.kind}`).join("\n")
}

/** Whether a name means what it meant: the same nodes. */
function isSameDeclared(a: Declared | undefined, b: Declared | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (a.kind === "derived" || b.kind === "derived") {
    if (a.kind !== b.kind || a.kind !== "derived" || b.kind !== "derived") return false
    const isSameEmit = (each: (typeof a.emits)[number], at: number) =>
      each.rule === b.emits[at]!.rule && each.output === b.emits[at]!.output
    return (
      isSamePlace(a.name.span, b.name.span) &&
      a.emits.length === b.emits.length &&
      a.emits.every(isSameEmit) &&
      a.alerts?.length === b.alerts?.length &&
      (a.alerts ?? []).every((rule, at) => rule === b.alerts?.[at])
    )
  }
  return a.kind === b.kind && a.node === b.node && a.name === b.name
}

/** `Alert` has no place where nothing names it. */
function isSamePlace(a: Span, b: Span): boolean {
  return a === b || (a.end === 0 && b.end === 0 && a.path === b.path)
}

/** Declarations by name, that note what is asked. */
class NotingNames implements ReadonlyMap<string, Declared> {
  readonly #all: ReadonlyMap<string, Declared>
  readonly #names: () => string
  readonly #note: (asked: Asked) => void

  constructor(all: ReadonlyMap<string, Declared>, names: () => string, note: (asked: Asked) => void) {
    this.#all = all
    this.#names = names
    this.#note = note
  }

  get(name: string): Declared | undefined {
    const answer = this.#all.get(name)
    this.#note({ kind: "declared", name, answer })
    return answer
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  get size(): number {
    return this.#noted().size
  }

  keys() {
    return this.#noted().keys()
  }

  values() {
    return this.#noted().values()
  }

  entries() {
    return this.#noted().entries()
  }

  forEach(take: (value: Declared, name: string, map: ReadonlyMap<string, Declared>) => void): void {
    for (const [name, value] of this.#noted()) take(value, name, this)
  }

  [Symbol.iterator]() {
    return this.#noted()[Symbol.iterator]()
  }

  #noted(): ReadonlyMap<string, Declared> {
    this.#note({ kind: "names", answer: this.#names() })
    return this.#all
  }
}
