/** A page of the documents' site around its text: contents, what stands on the page, what comes before and after it. */
import { type ComponentChild, h } from "preact"
import { renderToString } from "preact-render-to-string"
import type { Heading } from "./markdown.ts"

export interface Link {
  readonly label: string
  /** Relative to the page. */
  readonly href: string
}

export interface NavigationEntry extends Link {
  readonly isHere: boolean
  /** Pages below it, where this page is one of them. */
  readonly children?: readonly NavigationEntry[]
}

export interface NavigationSection {
  readonly title: string
  readonly entries: readonly NavigationEntry[]
}

export interface PageParts {
  readonly title: string
  /** The first words of the text. */
  readonly description: string
  /** Of the section in which it stands; none: it is in no list of contents. */
  readonly section: string | undefined
  /** HTML that is right by itself. */
  readonly article: string
  readonly headings: readonly Heading[]
  /** The way to the start of the site: empty, or `../` as often as needed. */
  readonly base: string
  readonly navigation: readonly NavigationSection[]
  readonly before: Link | undefined
  readonly after: Link | undefined
  readonly isStart: boolean
}

/** Nothing is loaded from anywhere else, and no script stands in a page. `file:` is for pages that are opened from disk; those of a server cannot load from there. */
const policy =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"

/** The whole page as HTML. */
export function renderPage(parts: PageParts): string {
  const { base, title, isStart } = parts
  const page = h(
    "html",
    { lang: "en", "data-base": base },
    h(
      "head",
      null,
      h("meta", { charset: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
      h("meta", { name: "description", content: parts.description }),
      h("title", null, isStart ? "Cepheus" : `${title} – Cepheus`),
      h("link", { rel: "icon", href: `${base}icon.svg` }),
      h("link", { rel: "stylesheet", href: `${base}site.css` }),
      h("script", { src: `${base}theme.js` }),
      h("script", { defer: true, src: `${base}site.js` }),
    ),
    h(
      "body",
      null,
      h("a", { class: "skip", href: "#content" }, "Skip to the text"),
      top(base),
      h("div", { class: "frame" }, navigation(parts.navigation), main(parts), here(parts.headings)),
    ),
  )
  return `<!doctype html>\n${renderToString(page)}\n`
}

function top(base: string): ComponentChild {
  return h(
    "header",
    { class: "top" },
    h(
      "button",
      { type: "button", class: "menu", popovertarget: "contents", "aria-label": "Contents" } as Record<string, string>,
      "☰",
    ),
    h("a", { class: "brand", href: `${base}index.html` }, h("img", { src: `${base}icon.svg`, alt: "" }), "Cepheus"),
    // Scripts bring these two to life; without them there is nothing that does not work.
    h("button", { type: "button", class: "find", hidden: true }, "Search ", h("kbd", null, "/")),
    h("a", { class: "try", href: `${base}playground/index.html` }, "Try it"),
    h("button", { type: "button", class: "theme", hidden: true }, "Theme"),
  )
}

function navigation(sections: readonly NavigationSection[]): ComponentChild {
  return h(
    "nav",
    // On a wide page it is always there; on a narrow one the browser shows and hides it, without a script.
    { id: "contents", class: "contents", popover: "auto", "aria-label": "Contents" } as Record<string, string>,
    sections.map(({ title, entries }) => [h("h2", null, title), list(entries)]),
  )
}

function list(entries: readonly NavigationEntry[]): ComponentChild {
  return h(
    "ul",
    null,
    entries.map(({ label, href, isHere, children }) =>
      h(
        "li",
        null,
        h("a", { href, ...(isHere && { "aria-current": "page" as const }) }, label),
        children !== undefined && list(children),
      ),
    ),
  )
}

function main({ section, article, before, after, isStart, base }: PageParts): ComponentChild {
  return h(
    "main",
    { id: "content", tabIndex: -1 },
    section !== undefined && h("p", { class: "section" }, section),
    isStart && doors(base),
    h("article", { dangerouslySetInnerHTML: { __html: article } }),
    (before !== undefined || after !== undefined) &&
      h(
        "nav",
        { class: "turn", "aria-label": "Before and after" },
        before !== undefined && h("a", { rel: "prev", href: before.href }, h("small", null, "Before"), before.label),
        after !== undefined && h("a", { rel: "next", href: after.href }, h("small", null, "Next"), after.label),
      ),
  )
}

/** Where most people who come to the start want to go. */
function doors(base: string): ComponentChild {
  const door = (href: string, title: string, text: string) =>
    h("a", { href: `${base}${href}` }, h("strong", null, title), h("span", null, text))
  return h(
    "nav",
    { class: "doors", "aria-label": "Where to begin" },
    door("tutorial.html", "Tutorial", "a rule, a test, an alert: five minutes"),
    door("playground/index.html", "Try it here", "compiler and engine in this browser"),
    door("language/index.html", "Language", "what each construct means"),
    door("language/coming-from.html", "Coming from", "Flink CEP, Esper, SQL, EQL or Sigma"),
  )
}

/** A text with few headings needs no list of them. */
function here(headings: readonly Heading[]): ComponentChild {
  const shown = headings.filter(({ depth }) => depth === 2 || depth === 3)
  if (shown.length < 2) return h("div", null)
  return h(
    "nav",
    { class: "here", "aria-label": "On this page" },
    h("h2", null, "On this page"),
    h(
      "ul",
      null,
      shown.map(({ depth, text, id }) => h("li", { class: `depth${depth}` }, h("a", { href: `#${id}` }, text))),
    ),
  )
}
