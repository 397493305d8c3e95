/** `npm run build:vscode`: the VS Code extension as a `.vsix`, the form in which editors install it. Another file may be given. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { strToU8, type Zippable, zipSync } from "fflate"

const folder = fileURLToPath(new URL(".", import.meta.url))
const root = fileURLToPath(new URL("../..", import.meta.url))

interface Manifest {
  readonly name: string
  readonly displayName: string
  readonly description: string
  readonly publisher: string
  readonly engines: { readonly vscode: string }
  readonly categories: readonly string[]
}

/** The extension's files as a zip archive in the layout of the Open Packaging Conventions. The same sources give the same bytes. */
export async function buildExtension(): Promise<Uint8Array> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }
  const manifest = { ...(JSON.parse(read("manifest.json")) as Manifest), version }
  const files: Record<string, string | Uint8Array> = {
    "extension.vsixmanifest": vsixManifest(manifest, version),
    "[Content_Types].xml": contentTypes,
    "extension/package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    "extension/readme.md": read("README.md"),
    "extension/language-configuration.json": read("language-configuration.json"),
    "extension/syntaxes/cep.tmLanguage.json": read("syntaxes/cep.tmLanguage.json"),
    "extension/extension.js": await bundle(),
  }
  // No time of now: the first day that a zip archive knows, as this machine's clock tells it.
  const mtime = new Date(1980, 0, 1)
  const entries: Zippable = {}
  for (const [name, content] of Object.entries(files))
    entries[name] = [typeof content === "string" ? strToU8(content) : content, { mtime, level: 9 }]
  return zipSync(entries)
}

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n")
}

/** One file with the client in it; VS Code brings the module `vscode`. */
async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(folder, "extension.ts")],
    outdir: join(folder, "out"),
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    legalComments: "eof",
    write: false,
    logLevel: "silent",
  })
  return outputFiles[0]!.contents
}

function vsixManifest(manifest: Manifest, version: string): string {
  const { name, displayName, description, publisher, engines, categories } = manifest
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${displayName}</DisplayName>
    <Description xml:space="preserve">${description}</Description>
    <Tags>cep,__ext_cep</Tags>
    <Categories>${categories.join(",")}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${engines.vscode}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/readme.md" Addressable="true"/>
  </Assets>
</PackageManifest>
`
}

const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json"/>
  <Default Extension=".vsixmanifest" ContentType="text/xml"/>
  <Default Extension=".md" ContentType="text/markdown"/>
  <Default Extension=".js" ContentType="application/javascript"/>
</Types>
`

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const path = resolve(process.argv[2] ?? join(root, "dist", "cepheus.vsix"))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, await buildExtension())
  console.log(`wrote ${path}; install it with \`code --install-extension ${path}\``)
}
