import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

/** What holds where nothing else is given. */
export const fileDefaults = { type: "type", maxLineBytes: 16 * 1024 * 1024, live: false, append: false } as const

export const fileDeclaration: ConnectorDeclaration = {
  name: "file",
  doc: "Files of JSON lines or CSV, also compressed (`.gz`), standard input and standard output (`-`). Rows of tables, too.",
  use: ["source", "sink", "table"],
  options: [
    {
      name: "path",
      type: "text",
      required: true,
      positional: true,
      doc: "The file; `-` is standard input or output. A source may have wildcards (`*`, `?`, `**`): the files are read in name order as one partition. A sink's path that ends with a slash is a folder, in which each checkpoint makes a file.",
    },
    {
      name: "format",
      type: "text",
      choices: ["jsonl", "csv"],
      doc: "JSON lines or CSV. Without it `.csv` and `.tsv` files are CSV, all others JSON lines.",
    },
    {
      name: "type",
      type: "text",
      use: ["source"],
      default: fileDefaults.type,
      doc: "For a stream of several event types: the field that names the type.",
    },
    {
      name: "delimiter",
      type: "text",
      use: ["source", "table"],
      doc: "CSV: the character between cells; `tab` for a tab. Without it a comma, in `.tsv` files a tab.",
    },
    {
      name: "maxLineBytes",
      type: "number",
      use: ["source", "table"],
      default: fileDefaults.maxLineBytes,
      unit: "bytes",
      doc: "A longer line is a dead letter.",
    },
    {
      name: "live",
      type: "boolean",
      use: ["source"],
      default: fileDefaults.live,
      doc: "Standard input and pipes: more may come at any time. Events dated far after the clock are refused, and nobody waits for a source that is quiet.",
    },
    {
      name: "append",
      type: "boolean",
      use: ["sink"],
      default: fileDefaults.append,
      doc: "Keep what is in the file. Otherwise it is written anew.",
    },
  ],
  examples: ["file:events.jsonl", "file:events.csv?delimiter=;", "file:logs/*.jsonl.gz?type=kind", "file:alerts/", "-"],
  promises: {
    source:
      "With checkpoints each event is judged once: a restart goes on at the byte that was read last. Standard input and pipes cannot be read again, so they have no checkpoints.",
    sink: "With checkpoints each output comes exactly once, at its place in the file or in whole files of a folder. Standard output is written at once, at least once.",
  },
}
