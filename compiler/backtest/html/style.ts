/** How the report looks: on a screen light or dark, on paper always light. Colours of lines differ in lightness too. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f6f7f9; --ink: #1a1f26; --soft: #59636f; --line: #dde2e8; --grid: #e8ebef;
  --accent: #2c62b8; --good: #1b7f57; --bad: #b23a2e; --warn: #8a5a00; --before: #d0662a; --rail: #e5e9ee;
  --s0: #2c62b8; --s1: #d0662a; --s2: #1b8a68; --s3: #8c4fb3; --s4: #c03568; --s5: #8a7416; --s6: #2b94b8; --s7: #7b4a2d; --s8: #4b5563; --rest: #9aa3ad;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #13161a; --card: #1b1f25; --ink: #e7eaee; --soft: #9ca6b2; --line: #313842; --grid: #262c34;
    --accent: #7ba7f2; --good: #5cc49a; --bad: #f08d7e; --warn: #e0b252; --before: #f0a068; --rail: #2b323b;
    --s0: #7ba7f2; --s1: #f0a068; --s2: #5cc49a; --s3: #c49ae6; --s4: #f08ab0; --s5: #d6c25c; --s6: #6fcbe6; --s7: #d0a488; --s8: #c3cad3; --rest: #737d89;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 44px 0 6px; padding-top: 18px; border-top: 1px solid var(--line); }
h3 { font-size: 15px; margin: 22px 0 4px; }
p { margin: 4px 0 12px; max-width: 76ch; }
p.note, .caption, .meta { color: var(--soft); }
.meta { margin: 0; }
code, .key { font: 13px/1.5 ui-monospace, "SFMono-Regular", Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 24px 0 8px; }
.figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
.figure b { display: block; font-size: 22px; line-height: 1.35; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure span { color: var(--soft); font-size: 13px; display: block; line-height: 1.4; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 10px 0 6px; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
th { font-weight: 600; color: var(--soft); font-size: 13px; vertical-align: bottom; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
th.words, td.words { text-align: left; }
td.wide { white-space: normal; min-width: 220px; overflow-wrap: anywhere; }
td.words small { display: block; color: var(--soft); white-space: normal; max-width: 44ch; }
tr.total td { border-top: 2px solid var(--line); font-weight: 600; }
.added { color: var(--good); } .removed { color: var(--bad); } .changed { color: var(--warn); }
.tag { font-size: 12px; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(360px, 100%), 1fr)); gap: 18px 24px; margin: 14px 0; }
figure { margin: 0; break-inside: avoid; min-width: 0; }
figcaption { display: flex; justify-content: space-between; gap: 12px; font-weight: 600; font-size: 14px; overflow-wrap: anywhere; }
figcaption span { color: var(--soft); font-weight: 400; white-space: nowrap; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--soft); font-size: 11px; font-family: inherit; font-variant-numeric: tabular-nums; }
svg text.number { text-anchor: end; dominant-baseline: central; }
.grid { stroke: var(--grid); } .zero, .tick { stroke: var(--soft); stroke-opacity: 0.55; }
.bar { fill: var(--accent); } .area { fill: transparent; } g:hover > .area { fill: var(--ink); fill-opacity: 0.08; }
.before { fill: none; stroke: var(--before); stroke-width: 1.4; }
svg.share { display: inline-block; width: 72px; height: 10px; margin-left: 8px; vertical-align: 0; }
.rail { fill: var(--rail); } rect.good { fill: var(--good); } rect.accent { fill: var(--accent); }
${[..."012345678"].map((n) => `.s${n} { --own: var(--s${n}); }`).join(" ")} .rest { --own: var(--rest); }
g[class] > path { fill: none; stroke: var(--own); stroke-width: 1.7; stroke-linejoin: round; } g[class] > circle { fill: var(--own); }
g.rest > path { stroke-dasharray: 4 3; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 8px 0 18px; font-size: 13px; }
.legend i { display: inline-block; width: 14px; height: 3px; border-radius: 2px; background: var(--own); margin-right: 6px; vertical-align: 4px; }
.legend i.bars { height: 10px; vertical-align: -1px; background: var(--accent); } .legend i.was { background: var(--before); }
.legend span { color: var(--soft); }
.wide { overflow-x: auto; } .wide svg { min-width: 720px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 18px; margin: 12px 0; }
dt { font-weight: 600; } dd { margin: 0; max-width: 76ch; overflow-wrap: anywhere; }
@media (max-width: 560px) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } main { padding: 24px 16px 48px; } }
@media print {
  @page { margin: 14mm; }
  body { font-size: 11pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } .scroll, .wide { overflow: visible; } .wide svg { min-width: 0; }
  table { font-size: 8.5pt; } th { font-size: 8pt; white-space: normal; } th, td { padding: 3px 5px; } svg.share { width: 36px; margin-left: 4px; } .charts { grid-template-columns: 1fr 1fr; }
}
`
