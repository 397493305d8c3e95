/** The theme of the documents' site: that of the system, or the one that was chosen here. The playground keeps its choice at the same place. */
export type Theme = "system" | "light" | "dark"

const themes: readonly Theme[] = ["system", "light", "dark"]
const storageKey = "cepheus-theme"

/** What was chosen before; browsers that keep nothing for a page have the system's. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return themes.find((one) => one === stored) ?? "system"
  } catch {
    return "system"
  }
}

/** Shows a theme: the style sheet knows the rest. */
export function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** Takes the next theme, shows and keeps it. */
export function nextTheme(): Theme {
  const next = themes[(themes.indexOf(storedTheme()) + 1) % themes.length]!
  try {
    localStorage.setItem(storageKey, next)
  } catch {
    // It holds for this page.
  }
  show(next)
  return next
}
