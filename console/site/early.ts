/** Runs before the page is drawn, so that it is not drawn in another theme first. */
import { show, storedTheme } from "./theme.ts"

show(storedTheme())
