/** Which way each block of code of the documents is executed. There is no way to leave one out. */
import type { Block } from "./blocks.ts"
import type { Document } from "./documents.ts"

/** How a block is executed or held against what was; `reading.ts` does it. */
export type Way =
  | "rules"
  | "commands"
  | "arguments"
  | "module"
  | "file"
  | "statements"
  | "editor"
  | "output"
  | "from"
  | "by"
  | "generated"
  | "example"
  | "picture"

/** What may stand behind a fence. */
interface Mark {
  /** As a writer puts it there, with what stands for its values. */
  readonly written: string
  readonly way: Way
  /** What is done with the block then, for who writes it. */
  readonly means: string
  /** Words that may stand beside it, likewise. */
  readonly beside?: readonly string[]
}

const from: Mark = { written: "from=PATH", way: "from", means: "stands so in that file of the repository" }
const output: Mark = {
  written: "output",
  way: "output",
  means: "what the `sh` block before it printed; `…` is anything within a line, `…` alone any lines",
}
const asFile = (what: string): Mark => ({
  written: "file=NAME",
  way: "file",
  means: `${what} beside the commands that follow`,
})

/** By language. The first one of a language may be one without a word. */
const marks: Readonly<Record<string, readonly Mark[]>> = {
  cep: [
    {
      written: "",
      way: "rules",
      means: "rules without a mistake, whose tests pass",
      beside: ["given=NAME", "error=CODE", "wrong", "file=NAME", "append"],
    },
    from,
  ],
  sh: [
    { written: "", way: "commands", means: "commands that end with exit code 0" },
    {
      written: "job",
      way: "commands",
      means:
        "its `cep run` goes on while what follows is run (`job=2`: two processes of it), which waits for its first events",
      beside: ["watermark=TIME"],
    },
    { written: "ended", way: "commands", means: "commands for when the job before has been ended" },
    {
      written: "arguments",
      way: "arguments",
      means: "takes minutes, or is a form: the program only reads its arguments",
    },
  ],
  ts: [{ written: "", way: "module", means: "a module that is type-checked and run" }],
  typescript: [asFile("functions for rules")],
  js: [from],
  json: [output, from, asFile("a file")],
  jsonl: [asFile("a file"), output],
  csv: [asFile("a file")],
  yaml: [asFile("settings of Prometheus")],
  sql: [{ written: "", way: "statements", means: "statements that PostgreSQL executes" }],
  lua: [{ written: "", way: "editor", means: "settings of an editor whose language server answers" }],
  toml: [{ written: "", way: "editor", means: "settings of an editor whose language server answers" }],
  text: [
    output,
    from,
    { written: "by=TEST", way: "by", means: "that test compares it; its file names the document" },
    asFile("a file"),
    { written: "picture", way: "picture", means: "a drawing, which holds no code" },
  ],
}

const isMade = ({ text }: Pick<Document, "text">): boolean => text.startsWith("<!-- Made by `npm run generate`")

/** The word alone: `file` of `file=NAME`. */
const wordOf = (written: string): string => written.split("=")[0]!

/** Throws where there is none: with what could be written there. */
export function wayOf(document: Pick<Document, "path" | "text">, { language, words }: Block): Way {
  // messages.test.ts compiles the catalogue that these pages are made from.
  if (isMade(document) && document.path.startsWith("docs/reference/messages/")) return "example"
  const known = marks[language]
  if (known === undefined) {
    const what = language === "" ? "without a language" : `of ${language}`
    throw new Error(`nothing says how a block ${what} is checked. Behind its fence may stand\n${listOf(marks)}`)
  }
  const given = Object.keys(words)
  const chosen =
    known.find(({ written }) => written !== "" && wordOf(written) in words) ??
    known.find(({ written }) => written === "")
  // What a page of commands shows has no mark: it is made from the commands.
  if (chosen === undefined && language === "text" && given.length === 0 && isMade(document)) return "generated"
  const odd = given.find(
    (word) => word !== wordOf(chosen?.written ?? "") && !chosen?.beside?.map(wordOf).includes(word),
  )
  if (chosen === undefined || odd !== undefined) {
    const why = odd === undefined ? "nothing says how this block is checked" : `the word ${odd} says nothing here`
    throw new Error(`${why}. Behind the fence may stand\n${listOf({ [language]: known })}`)
  }
  return chosen.way
}

/** A line for each mark: how it is written, and what it means. */
function listOf(some: Readonly<Record<string, readonly Mark[]>>): string {
  const lines = Object.entries(some).flatMap(([language, all]) =>
    all.map(({ written, means, beside = [] }) => {
      const more = beside.length === 0 ? "" : ` (beside it: ${beside.join(", ")})`
      return `  ${`\`\`\`${language} ${written}`.trimEnd().padEnd(24)} ${means}${more}`
    }),
  )
  return [
    ...lines,
    "  What a reader need not see stands in `<!-- sh`, lines, `-->`. More of it: test/documents/executed.test.ts",
  ].join("\n")
}
