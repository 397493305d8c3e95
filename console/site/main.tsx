import "./site.css"
import { render } from "preact"
import { Search } from "./search.tsx"
import type { SearchData } from "./search-index.ts"
import { nextTheme, storedTheme, type Theme } from "./theme.ts"

declare global {
  var cepheusSearch: SearchData | undefined
}

const base = document.documentElement.dataset.base ?? ""

themeButton()
searchButton()
showPlace()
copyButtons()
scrollable()
addEventListener("resize", scrollable)

function themeButton(): void {
  const button = document.querySelector<HTMLButtonElement>("button.theme")
  if (button === null) return
  const name = (theme: Theme) => {
    const word = document.createElement("span")
    word.textContent = "Theme: "
    button.replaceChildren(word, theme)
    button.setAttribute("aria-label", `Theme: ${theme}`)
  }
  name(storedTheme())
  button.hidden = false
  button.addEventListener("click", () => name(nextTheme()))
}

/** Scrolls the contents to this page, also each time that they are shown on a narrow one. */
function showPlace(): void {
  const contents = document.getElementById("contents")
  const here = contents?.querySelector<HTMLElement>("[aria-current]")
  if (!contents || !here) return
  const scroll = () => contents.scrollTo({ top: here.offsetTop - contents.clientHeight / 2, behavior: "instant" })
  scroll()
  contents.addEventListener("toggle", scroll)
}

/** Opens with a click, with `/` and with Ctrl-K. */
function searchButton(): void {
  const button = document.querySelector<HTMLButtonElement>("button.find")
  if (button === null) return
  const place = document.body.appendChild(document.createElement("div"))
  const close = () => render(null, place)
  const draw = () => render(<Search base={base} data={globalThis.cepheusSearch} close={close} />, place)
  const open = () => {
    if (place.firstChild !== null) return
    draw()
    if (globalThis.cepheusSearch === undefined) loadTexts(() => place.firstChild !== null && draw())
  }
  button.hidden = false
  button.addEventListener("click", open)
  addEventListener("keydown", (event) => {
    const isWriting = event.target instanceof Element && event.target.matches("input, textarea, select")
    const isAsked = (event.key === "/" && !isWriting) || (event.key === "k" && (event.ctrlKey || event.metaKey))
    if (!isAsked || (event.key === "/" && (event.ctrlKey || event.metaKey || event.altKey))) return
    event.preventDefault()
    open()
  })
}

/** As a script: pages that are opened from disk may not fetch. */
function loadTexts(then: () => void): void {
  const script = document.createElement("script")
  script.src = `${base}search.js`
  script.addEventListener("load", then)
  document.head.append(script)
}

function copyButtons(): void {
  if (navigator.clipboard === undefined) return
  for (const figure of document.querySelectorAll<HTMLElement>("figure.code")) {
    const code = figure.querySelector("code")
    if (code === null || !["cep", "sh", "ts", "typescript", "yaml"].includes(code.dataset.language ?? "")) continue
    const button = document.createElement("button")
    button.type = "button"
    button.className = "copy"
    button.textContent = "Copy"
    button.addEventListener("click", () => {
      const said = (text: string) => {
        button.textContent = text
        setTimeout(() => {
          button.textContent = "Copy"
        }, 1500)
      }
      navigator.clipboard.writeText(code.textContent ?? "").then(
        () => said("Copied"),
        () => said("Not copied"),
      )
    })
    figure.append(button)
  }
}

/** What is wider than its place can be reached by keyboard, so that arrows can scroll it. */
function scrollable(): void {
  for (const element of document.querySelectorAll<HTMLElement>("figure.code pre, .table")) {
    if (element.scrollWidth > element.clientWidth) {
      element.tabIndex = 0
      element.setAttribute("role", "group")
      element.setAttribute("aria-label", element.tagName === "PRE" ? "Code" : "Table")
    } else {
      element.removeAttribute("tabindex")
      element.removeAttribute("role")
      element.removeAttribute("aria-label")
    }
  }
}
