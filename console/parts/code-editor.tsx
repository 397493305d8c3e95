import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
} from "@codemirror/autocomplete"
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands"
import { bracketMatching, indentUnit } from "@codemirror/language"
import { lintGutter, lintKeymap, type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint"
import { Compartment, EditorState, type Extension } from "@codemirror/state"
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from "@codemirror/view"
import { useEffect, useRef } from "preact/hooks"
import type { Completion, Diagnostic, Hover } from "../language.ts"
import { cepColors, cepLanguage } from "./cep-mode.ts"
import { completionsAt } from "./completions.ts"
import { markdown } from "./markdown.ts"

export interface CodeEditorProps {
  /** What is edited. */
  readonly name: string
  /** What the editor begins with; from then on the text is its own. */
  readonly text: string
  /** Another number: the text was replaced from outside, and the editor begins anew. */
  readonly revision: number
  readonly diagnostics: readonly Diagnostic[]
  readonly readOnly?: boolean
  readonly onChange: (text: string) => void
  readonly complete: (offset: number) => readonly Completion[]
  readonly hover: (offset: number) => Hover | undefined
  /** Is given a way to go to a place. */
  readonly onReady?: (goTo: (offset: number) => void) => void
}

/** The editor for one text of rules. */
export function CodeEditor(props: CodeEditorProps) {
  const { name, text, revision, diagnostics } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const given = useRef(props)
  given.current = props
  // the text is the editor's own while it is open
  useEffect(() => {
    const changed = EditorView.updateListener.of((update) => {
      if (update.docChanged) given.current.onChange(update.state.doc.toString())
    })
    const extensions = [...editing(() => given.current), changed]
    const made = new EditorView({ parent: place.current!, state: EditorState.create({ doc: text, extensions }) })
    view.current = made
    props.onReady?.((offset) => {
      const at = Math.min(offset, made.state.doc.length)
      made.dispatch({ selection: { anchor: at }, scrollIntoView: true })
      made.focus()
    })
    return () => made.destroy()
  }, [name, revision])
  useEffect(() => {
    const now = view.current
    if (now !== null) now.dispatch(setDiagnostics(now.state, marksOf(diagnostics, now.state.doc.length)))
  }, [diagnostics, name, revision])
  return <div class="code" ref={place} data-file={name} />
}

/** At least one character wide, within the text. */
function marksOf(diagnostics: readonly Diagnostic[], length: number): Mark[] {
  return diagnostics.map(({ span, level, text, code, hint }) => ({
    from: Math.min(span.start, length),
    to: Math.min(Math.max(span.end, span.start + 1), length),
    severity: level,
    source: code,
    message: hint === undefined ? text : `${text}\n${hint}`,
  }))
}

const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ""

function editing(props: () => CodeEditorProps): Extension[] {
  const source = ({ pos, explicit, state }: CompletionContext): CompletionResult | null =>
    completionsAt(props().complete(pos), pos, state.sliceDoc(Math.max(0, pos - 1), pos), explicit)
  const hover = hoverTooltip((_, offset): Tooltip | null => {
    const found = props().hover(offset)
    if (found === undefined) return null
    const { start: pos, end } = found.span
    return { pos, end, above: true, create: () => ({ dom: markdown(found.markdown) }) }
  })
  return [
    EditorView.cspNonce.of(nonce()),
    lineNumbers(),
    highlightActiveLine(),
    drawSelection(),
    history(),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of("  "),
    new Compartment().of(EditorState.readOnly.of(props().readOnly === true)),
    cepLanguage,
    cepColors,
    lintGutter(),
    autocompletion({ override: [source] }),
    hover,
    keymap.of([...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": `Rules in ${props().name}` }),
    EditorView.theme({
      "&": { backgroundColor: "var(--panel)", color: "var(--text)", fontSize: "13px" },
      ".cm-content": { caretColor: "var(--text)", fontFamily: "var(--mono)" },
      ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
      ".cm-activeLine": { backgroundColor: "var(--active)" },
      ".cm-cursor": { borderLeftColor: "var(--text)" },
      "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
        backgroundColor: "var(--selection)",
      },
      ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--line)" },
      ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
      ".cm-diagnosticText": { whiteSpace: "pre-wrap" },
    }),
  ]
}
