import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

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
      doc: "`jsonl` or `csv`; without it `.csv` and `.tsv` files are CSV, all others JSON lines.",
    },
    {
      name: "type",
      type: "text",
      doc: "For a stream of several event types: the field that names the type (default `type`).",
    },
    {
      name: "delimiter",
      type: "text",
      doc: "CSV: the character between cells (default `,`; in `.tsv` files a tab); `tab` for a tab.",
    },
    { name: "maxLineBytes", type: "number", doc: "A longer line is a dead letter (default 16777216)." },
    {
      name: "live",
      type: "boolean",
      doc: "Standard input and pipes: more may come at any time. Events dated far after the clock are refused, and nobody waits for a source that is quiet.",
    },
    { name: "append", type: "boolean", doc: "A sink: keep what is in the file (default: the file is written anew)." },
  ],
  examples: ["file:events.jsonl", "file:events.csv?delimiter=;", "file:logs/*.jsonl.gz?type=kind", "file:alerts/", "-"],
}
