/**
 * What `.ci/run` says of the tests: each that failed with the beginning of its message, since who sees the end of a long log alone has to see what failed; then how many passed and failed.
 * Plain JavaScript: it is run by whichever Node starts `.ci/run`.
 */
import { readFileSync } from "node:fs"
import { relative } from "node:path"
import process from "node:process"

const shownLines = 6
const report = JSON.parse(readFileSync(process.argv[2], "utf8"))

for (const { name, status, message, assertionResults } of report.testResults) {
  const file = relative(process.cwd(), name)
  const failed = assertionResults.filter((each) => each.status === "failed")
  for (const each of failed) say(`${file} > ${each.fullName}`, each.failureMessages.join("\n"))
  // A file that could not be loaded, or whose hooks failed.
  if (status === "failed" && failed.length === 0) say(file, message)
}
console.log(report.numPassedTests, report.numFailedTests)

function say(title, text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
  const lines = text.replace(/\u001b\[[0-9;]*m/g, "").split("\n")
  console.log(`failed: ${title}`)
  for (const line of lines.slice(0, shownLines)) console.log(`        ${line}`)
}
