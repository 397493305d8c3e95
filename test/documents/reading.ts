/** Goes through a document and executes its blocks, each in its way. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { generateAll } from "../../docs/generate.ts"
import { promtool } from "../support/prometheus.ts"
import { checkArguments, checkCommands, examplesOf } from "./arguments.ts"
import type { Block } from "./blocks.ts"
import type { Document } from "./documents.ts"
import { differenceOf } from "./output.ts"
import { checkRules } from "./rules.ts"
import type { Services } from "./services.ts"
import { checkEditor } from "./settings.ts"
import { Shell } from "./shell.ts"
import { wayOf } from "./ways.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** What `npm run generate` makes. */
let made: ReadonlyMap<string, string> | undefined

/** One document as it is gone through. */
export class Reading {
  readonly #document: Document
  readonly #folder: string
  readonly #services: Services
  readonly #shell: Shell
  #printed: string | undefined

  constructor(document: Document, folder: string, services: Services) {
    this.#document = document
    this.#folder = folder
    this.#services = services
    this.#shell = new Shell(folder, services)
  }

  /** Executes all blocks. Throws with the place of the first that is not as it says. */
  async all(): Promise<void> {
    this.#services.prepareFor(this.#document.text)
    try {
      for (const block of this.#document.blocks) {
        await this.#execute(block).catch((error: Error) => {
          throw new Error(`${this.#document.path}:${block.line}: ${error.message}`, { cause: error })
        })
      }
      await this.#shell.endJobs()
      await this.#services.forgetJobs()
    } finally {
      this.#shell.close()
    }
  }

  async #execute(block: Block): Promise<void> {
    const way = wayOf(this.#document, block)
    if (block.words.file !== undefined) await this.#put(block)
    switch (way) {
      case "rules":
        return checkRules(block, `${this.#document.path}:${block.line}.cep`, this.#folder)
      case "commands":
        return this.#run(block)
      case "arguments":
        return checkCommands(block.text)
      case "module":
        // modules.ts runs those of all documents at once.
        return
      case "file":
        return this.#checkFile(block)
      case "statements":
        return (await this.#services.postgres()).run(block.text)
      case "editor":
        return checkEditor(block)
      case "output":
        return this.#compare(block)
      case "from":
        return checkFrom(block)
      case "by":
        return demand(
          readFileSync(join(root, block.words.by!), "utf8").includes(this.#document.path),
          `${block.words.by} says nothing of this document`,
        )
      case "generated":
        return checkMade(this.#document, block)
      case "picture":
        return demand(!/^\s*\$|\bcep \w+ /m.test(block.text), "a picture holds no commands")
      case "example":
        return
    }
  }

  async #put(block: Block): Promise<void> {
    const path = join(this.#folder, block.words.file!)
    const { text } = await this.#shell.localize(block.text)
    if ("append" in block.words) appendFileSync(path, text)
    else writeFileSync(path, text)
  }

  /** What the commands of documents for operators find, where the document itself has not shown another. */
  async #putGiven(): Promise<void> {
    const given = join(root, dirname(this.#document.path), "given")
    if (!this.#document.path.startsWith("docs/operate/")) return
    for (const name of readdirSync(given)) {
      const path = join(this.#folder, name)
      if (existsSync(path)) continue
      writeFileSync(path, (await this.#shell.localize(readFileSync(join(given, name), "utf8"))).text)
    }
  }

  async #run({ text, words }: Block): Promise<void> {
    const { job, watermark } = words
    if ("ended" in words) await this.#shell.endJobs()
    if (job !== undefined) await this.#putGiven()
    this.#printed =
      job === undefined
        ? await this.#shell.run(text)
        : await this.#shell.runJobs(text, { times: Number(job === "" ? 1 : job), watermark })
  }

  async #compare(block: Block): Promise<void> {
    if (this.#printed === undefined) throw new Error("no command before it printed anything")
    const difference = differenceOf(block.text, this.#printed)
    if (difference !== undefined)
      throw new Error(
        `${difference}\nMend the command, or show what it prints: \`…\` stands for what is another each time.`,
      )
  }

  /** A file that nothing uses would be one that nobody executes. */
  async #checkFile(block: Block): Promise<void> {
    const name = block.words.file!
    if (block.language === "json") JSON.parse(block.text)
    if (block.language === "jsonl") for (const line of block.text.trim().split("\n")) JSON.parse(line)
    if (block.language === "yaml") return this.#checkPrometheus(name)
    const { blocks } = this.#document
    const later = blocks.slice(blocks.indexOf(block) + 1).filter(({ language }) => /^(sh|cep)$/.test(language))
    if (!later.some(({ text }) => text.includes(name))) throw new Error(`nothing that follows uses ${name}`)
  }

  async #checkPrometheus(name: string): Promise<void> {
    symlinkSync(join(root, "ops"), join(this.#folder, "ops"), "junction")
    const { code, text } = await promtool(["check", "config", join(this.#folder, name)])
    demand(code === 0, text)
  }
}

/** Without the indentation, which may be another there. */
function checkFrom({ text, words }: Block): void {
  const flat = (each: string) => each.replaceAll(/^\s+/gm, "").trim()
  demand(
    flat(readFileSync(join(root, words.from!), "utf8")).includes(flat(text)),
    `it does not stand so in ${words.from}`,
  )
}

/** The page is what is made now; commands that it gives as examples are some that `cep` takes. */
async function checkMade({ path, text }: Document, block: Block): Promise<void> {
  made ??= generateAll(root).files
  demand(made.get(path) === text, "the page is not what npm run generate makes")
  for (const example of examplesOf(block.text)) await checkArguments(example)
}

function demand(so: boolean, otherwise: string): void {
  if (!so) throw new Error(otherwise)
}

/** A folder below `scratch` with what a reader of a document has. The samples are a copy: commands write there. */
export function openFolder(scratch: string): string {
  const folder = mkdtempSync(join(scratch, "doc-"))
  const filter = (each: string) => !["dist", "out"].includes(basename(each))
  cpSync(join(root, "samples"), join(folder, "samples"), { recursive: true, filter })
  symlinkSync(join(root, "tools"), join(folder, "tools"), "junction")
  return folder
}
