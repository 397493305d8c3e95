import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import { type Found, type SearchData, SearchIndex } from "./search-index.ts"

const mostResults = 20

/** A dialog that finds passages while one writes: arrows choose, Enter goes there, Escape closes. */
export function Search({ base, data, close }: { base: string; data: SearchData | undefined; close: () => void }) {
  const [query, setQuery] = useState("")
  const [chosen, setChosen] = useState(0)
  const index = useMemo(() => data && new SearchIndex(data), [data])
  const results = useMemo(() => (query.trim() === "" ? [] : (index?.find(query, mostResults) ?? [])), [index, query])
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  useEffect(() => {
    document.getElementById(`found-${chosen}`)?.scrollIntoView({ block: "nearest" })
  }, [chosen])
  const go = (found: Found | undefined) => {
    if (found === undefined) return
    location.href = `${base}${found.address}`
    close()
  }
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && results.length > 0) setChosen((chosen + step + results.length) % results.length)
    else if (event.key === "Enter") go(results[chosen])
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it, and so does Escape
    <dialog
      ref={dialog}
      class="search"
      aria-label="Search"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="ask">
        <input
          type="text"
          role="combobox"
          aria-label="Search the documents"
          aria-expanded={results.length > 0}
          aria-controls="found"
          aria-autocomplete="list"
          aria-activedescendant={results.length > 0 ? `found-${chosen}` : undefined}
          placeholder="A word, a message's code, a function, an option"
          autocomplete="off"
          spellcheck={false}
          value={query}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKey}
        />
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
      <p class="count" role="status">
        {said(query, index !== undefined, results.length)}
      </p>
      <div id="found" class="results" role="listbox" aria-label="Found">
        {results.map((found, at) => (
          <Result key={found.address} found={found} at={at} isChosen={at === chosen} base={base} go={() => go(found)} />
        ))}
      </div>
    </dialog>
  )
}

function said(query: string, isLoaded: boolean, count: number): string {
  if (query.trim() === "") return "Arrows choose, Enter opens, Escape closes."
  if (!isLoaded) return "The texts are being loaded …"
  if (count === 0) return "Nothing has these words."
  return count === mostResults ? `The best ${count}` : `${count} found`
}

interface ResultProps {
  readonly found: Found
  readonly at: number
  readonly isChosen: boolean
  readonly base: string
  readonly go: () => void
}

function Result({ found: { title, heading, section, excerpt }, at, isChosen, go }: ResultProps) {
  return (
    // The keys are the field's, as for every list below one.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen one
    <div id={`found-${at}`} class="found" role="option" aria-selected={isChosen} onClick={go}>
      <small>
        {section}
        {heading === title ? "" : ` › ${title}`}
      </small>
      <strong>{heading}</strong>
      <span>{excerpt.map(({ text, isMatch }, place) => (isMatch ? <mark key={place}>{text}</mark> : text))}</span>
    </div>
  )
}
