/** What is written after the first words of a declaration or clause; `$1` and so on are places of the cursor. */
export const snippets: ReadonlyMap<string, string> = new Map([
  ["event", "event ${1:Name} {\n  ${2:card}: ${3:string}\n  at: time\n} timed by at$0"],
  [
    "rule",
    "rule ${1:Name} {\n  when ${2:Event} as ${3:step} where $4\n  within ${5:10 minutes}\n  per ${6:card}\n  alert $0\n}",
  ],
  ["test", 'test "${1:what is tested}" {\n  ${2:Event} { $3 } at 10:00:00\n  expect ${4:Rule}\n}$0'],
  ["import", 'import "./$1"$0'],
  ["use", 'use { $1 } from "./$2"$0'],
  ["source", "source ${1:Event} from ${2:file}($3)$0"],
  ["sink", "sink ${1:alerts} to ${2:file}($3)$0"],
  ["table", "table ${1:Name} key ${2:id} {\n  ${2:id}: string\n  $3\n} from ${4:file}($5)$0"],
  ["param", "param ${1:name} = $0"],
  ["fn", "fn ${1:name}(${2:value}: ${3:number}) = $0"],
  ["feature", "feature ${1:name} = ${2:avg}(${3:Event}.${4:amount}) per ${5:card} over ${6:30 days}$0"],
])
