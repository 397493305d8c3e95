/** Documents as pages of the site: what is escaped, where links lead, what is refused. */
import { describe, expect, test } from "vitest"
import { escapeHtml } from "../../../tools/site/html.ts"
import { type Document, readDocument, type Surroundings } from "../../../tools/site/markdown.ts"

const surroundings: Surroundings = {
  highlight: (code) => escapeHtml(code),
  link: (href) => (href.includes("gone") ? undefined : href.replace(".md", ".html")),
  image: (href) => (href.endsWith(".png") ? { src: href, width: 4, height: 3 } : undefined),
  message: (code) => (code === "CEP2013" ? "messages/CEP2013.html" : undefined),
  given: (name) => (name === "payments" ? "files/payments.cep.html" : undefined),
}

function read(markdown: string): Document {
  return readDocument(markdown, surroundings)
}

describe("text", () => {
  test.each([
    ["# a < b & c", "a &lt; b &amp; c"],
    ["# a\n\n`<script>`", "<code>&lt;script&gt;</code>"],
    ["# a\n\n```sh\n<script>\n```", "&lt;script&gt;\n</code>"],
    ['# a\n\n[x](y.md "1 < \\"2\\"")', 'title="1 &lt; &quot;2&quot;"'],
    ["# a\n\n| x |\n|---|\n| `a \\| b` |", "<td><code>a | b</code></td>"],
  ])("means itself: %j", (markdown, html) => {
    const document = read(markdown)
    expect(document.html).toContain(html)
    expect(document.problems).toEqual([])
  })

  test.each([
    ["<script>alert(1)</script>", "HTML stands in a document"],
    ["a <img src=x onerror=alert(1)> b", "HTML stands in a document"],
    ["[x](gone.md)", "the link to gone.md leads nowhere"],
    ["![x](picture.svg)", "there is no image picture.svg"],
    ["![](picture.png)", "says in no words"],
    ["```cep error=CEP9999\n```", "CEP9999, which is not there"],
    ["```cep given=orders\n```", "orders, which is not there"],
    ["- # x", "a heading stands within a list"],
  ])("is refused, and no HTML of it comes through: %s", (markdown, problem) => {
    const { html, problems } = read(`# a\n\n${markdown}\n`)
    expect(problems.join()).toContain(problem)
    expect(html).not.toMatch(/<script|onerror/)
  })
})

test("headings have the anchors that GitHub gives them, and each is another", () => {
  const { title, headings } = read("# `cep run`: why?\n\n## A & b\n\n## `a`, b_c\n\n## A & b\n")
  expect(title).toBe("cep run: why?")
  expect(headings.map(({ id }) => id)).toEqual(["cep-run-why", "a--b", "a-b_c", "a--b-1"])
})

test("a block of code says which file it is, what it uses, and what refuses it", () => {
  const { html } = read("# a\n\n```cep file=a.cep given=payments error=CEP2013\nrule\n```\n")
  const caption = /<figcaption>(.*)<\/figcaption>/.exec(html)?.[1]
  expect(caption).toBe(
    '<code>a.cep</code>, with the events of <a href="files/payments.cep.html">payments</a>, is refused: <a href="messages/CEP2013.html">CEP2013</a>',
  )
})

test("passages are the words below each heading, with those of tables, lists and code, and without markup", () => {
  const { passages } = read(
    "# a\n\none **two**\n\n- three\n- four\n\n## b\n\n| x | y |\n|---|---|\n| `z` | 1 |\n\n```sh\nrun\n```\n",
  )
  expect(passages.map(({ heading, text }) => [heading.text, text])).toEqual([
    ["a", "one two three four"],
    ["b", "x y z 1 run"],
  ])
})
