/** The little of Markdown that the language service writes: paragraphs, blocks of code, code and bold words in a line. */
export function markdown(text: string): HTMLElement {
  const place = document.createElement("div")
  place.className = "hover-text"
  for (const [number, part] of text.split(/^```.*$/m).entries()) {
    if (number % 2 === 1) place.append(made("pre", part.trim()))
    else for (const lines of part.split(/\n{2,}/)) if (lines.trim() !== "") place.append(paragraph(lines.trim()))
  }
  return place
}

function paragraph(text: string): HTMLElement {
  const element = document.createElement("p")
  for (const part of text.split(/(`[^`]+`|\*\*[^*]+\*\*)/)) {
    if (part.startsWith("`")) element.append(made("code", part.slice(1, -1)))
    else if (part.startsWith("**")) element.append(made("strong", part.slice(2, -2)))
    else element.append(part)
  }
  return element
}

function made(name: string, text: string): HTMLElement {
  const element = document.createElement(name)
  element.textContent = text
  return element
}
