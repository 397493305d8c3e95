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

In a clone: \`npx cep …\`. What it reads and writes, exit codes, bad and late events: [running rules](running.md).
`
