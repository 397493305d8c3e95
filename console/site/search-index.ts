/** Finds passages of the documents by words. */
import MiniSearch from "minisearch"

/** What the site's `search.js` brings: each passage with the number of its page. */
export interface SearchData {
  readonly pages: readonly (readonly [address: string, title: string, section: string])[]
  readonly passages: readonly (readonly [page: number, heading: string, anchor: string, text: string])[]
}

export interface Found {
  /** Relative to the start of the site. */
  readonly address: string
  readonly title: string
  readonly heading: string
  readonly section: string
  /** Some words around the first that was found, in pieces. */
  readonly excerpt: readonly { readonly text: string; readonly isMatch: boolean }[]
}

const excerptLength = 160

/** An index over all passages, made in the browser: it takes a fraction of a second, and is larger than the texts. */
export class SearchIndex {
  readonly #data: SearchData
  readonly #index: MiniSearch

  constructor(data: SearchData) {
    this.#data = data
    this.#index = new MiniSearch({ fields: ["heading", "title", "text"] })
    const { pages, passages } = data
    this.#index.addAll(passages.map(([page, heading, , text], id) => ({ id, heading, title: pages[page]![1], text })))
  }

  /** The best first. All words must be there, or begin a word, or be nearly one; where none has all, those that have some. */
  find(query: string, count: number): Found[] {
    const options = {
      boost: { heading: 6, title: 3 },
      prefix: true,
      fuzzy: (term: string) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
    }
    const all = this.#index.search(query, { ...options, combineWith: "AND" })
    const results = all.length > 0 ? all : this.#index.search(query, options)
    return results.slice(0, count).map(({ id, terms }) => {
      const [page, heading, anchor, text] = this.#data.passages[Number(id)]!
      const [address, title, section] = this.#data.pages[page]!
      return {
        address: anchor === "" ? address : `${address}#${anchor}`,
        title,
        heading,
        section,
        excerpt: excerptOf(text, terms),
      }
    })
  }
}

function excerptOf(text: string, terms: readonly string[]): Found["excerpt"] {
  const words = terms.map((term) => term.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
  const match = new RegExp(`(${words.join("|")})`, "iu")
  const at = text.search(match)
  const space = text.lastIndexOf(" ", Math.max(0, at - 40))
  const from = at <= 40 ? 0 : space + 1
  const shown = text.slice(from, from + excerptLength)
  const whole = `${from > 0 ? "… " : ""}${shown}${from + excerptLength < text.length ? " …" : ""}`
  // Every second piece is a match.
  return whole.split(new RegExp(match, "giu")).map((piece, place) => ({ text: piece, isMatch: place % 2 === 1 }))
}
