import { effect, type Signal, signal } from "@preact/signals"

export type Theme = "system" | "light" | "dark"

const themes: readonly Theme[] = ["system", "light", "dark"]
const storageKey = "cepheus-theme"

/** How the page looks: as the system has it, or as was chosen here before. */
export class ThemeChoice {
  readonly theme: Signal<Theme>
  /** Whether it is dark now. */
  readonly dark: Signal<boolean> = signal(false)

  constructor() {
    const stored = localStorage.getItem(storageKey)
    this.theme = signal(themes.find((one) => one === stored) ?? "system")
    const system = matchMedia("(prefers-color-scheme: dark)")
    const look = () => {
      const theme = this.theme.value
      this.dark.value = theme === "system" ? system.matches : theme === "dark"
      document.documentElement.dataset.theme = this.dark.value ? "dark" : "light"
      localStorage.setItem(storageKey, theme)
    }
    effect(look)
    system.addEventListener("change", look)
  }

  next(): void {
    this.theme.value = themes[(themes.indexOf(this.theme.value) + 1) % themes.length]!
  }
}
