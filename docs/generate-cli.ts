import { Command } from "commander"
import { addCommands } from "../compiler/cli/commands.ts"
import type { Generated } from "./generate.ts"

const page = "docs/operate/cli.md"

/** Makes the page of the command line from the commands' own help. */
export function generateCli(): Generated {
  const program = new Command("cep")
  addCommands(program, () => {})
  const parts = program.commands.map(
    (command) => `## cep ${command.name()}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  )
  return { files: new Map([[page, `${introduction}\n${parts.join("\n")}`]]), problems: [] }
}

function helpOf(command: Command): string {
  let text = ""
  command.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text.trimEnd()
}

const introduction = `<!-- Made by \`npm run generate\` from the commands in compiler/cli. Do not edit. -->

# The command \`cep\`

In a clone: \`npx cep …\`. Alerts and what a command is asked for go to standard output; progress, logs and problems to standard
error. Colour only goes to a terminal, and \`NO_COLOR\` switches it off.

| exit code | means |
|---|---|
| 0 | done |
| 1 | the rules have errors |
| 2 | wrong use: an unknown option, a file that does not exist |
| 3 | the job failed at run time, or \`--strict\` met a bad event |
| 4 | tests failed |

**Bad events never stop a job and are never lost.** What cannot be read, breaks its type or lacks the key of every rule goes to
\`--dead-letter\` as \`{source, position, code, reason, raw}\`; without one it is counted and the first of each kind is logged with its
position. Events whose time the watermark has passed go to \`--late\`. \`--strict\` stops at the first bad event instead.

**Stopping**: SIGINT or SIGTERM finishes what was read, writes the alerts and ends with 0; a second SIGINT ends at once.
`
