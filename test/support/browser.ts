import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import sparticuz from "@sparticuz/chromium"
import { type Browser, chromium, type Page } from "playwright-core"
import { keptFolder } from "./jars.ts"

/** What would make the browser another one than people have: one process, and pages that may ask everybody. */
const notWanted: ReadonlySet<string> = new Set(["--single-process", "--disable-web-security", "--no-zygote"])

/** Starts Chromium. Whoever does so closes it. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await executable(),
    args: sparticuz.args.filter((argument) => !notWanted.has(argument)),
    headless: true,
    // A guard: no test depends on being quick.
    timeout: 600_000,
  })
}

/**
 * Chromium's file. The package unpacks it into the system's folder of temporary files and takes what lies there for whole, also while another process is writing it, or where one died doing so: a new
 * folder for each unpacking, and a name when it is done.
 */
async function executable(): Promise<string> {
  const main = createRequire(import.meta.url).resolve("@sparticuz/chromium")
  const { version } = JSON.parse(readFileSync(join(dirname(main), "../package.json"), "utf8"))
  return join(await keptFolder(`chromium-${version}`, unpackInto), "chromium")
}

function unpackInto(folder: string): void {
  mkdirSync(folder)
  const script = 'import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())'
  const env = { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder }
  execFileSync(process.execPath, ["-e", script], { cwd: fileURLToPath(new URL("../..", import.meta.url)), env })
}

/** What a page did that it must not: errors in it, and requests to anywhere else than the given place. */
export function watchPage(page: Page, origin: string): string[] {
  const problems: string[] = []
  page.on("pageerror", ({ message }) => problems.push(`error: ${message}`))
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) problems.push(`asks ${request.url()}`)
  })
  page.on("console", (message) => {
    const isAnswer = /Failed to load resource: the server responded/.test(message.text())
    // Text that is written over keeps its look in Chromium, by a style that the page's policy refuses; the editor draws it anew anyway.
    const isOverwriting = message.text().startsWith("Applying inline style violates")
    if (message.type() === "error" && !isAnswer && !isOverwriting) problems.push(`says ${message.text()}`)
  })
  return problems
}
