/** The look of the HTML report; the page's policy allows exactly this text. */
export const HTML_STYLE = `
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1b1f24; --soft: #5b6570; --line: #dfe3e8; --code: #f3f5f7; --accent: #0b62c4;
  --error: #b4232a; --warning: #8a5a00; --information: #0b62c4; --hint: #5b6570; --mark: #ffe7a8; --link: #dbe9fb; }
@media (prefers-color-scheme: dark) { :root {
  --page: #14171a; --card: #1c2024; --text: #e4e8ec; --soft: #9aa5b1; --line: #30363d; --code: #15181c; --accent: #78b3ff;
  --error: #ff8a85; --warning: #f0b849; --information: #78b3ff; --hint: #9aa5b1; --mark: #5b4400; --link: #17365c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, header { max-width: 1040px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 40px; }
h1 { font-size: 26px; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 19px; margin: 0; }
h2 code { font-size: 17px; }
p { margin: 4px 0; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
.soft { color: var(--soft); }
.numbers { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0 8px; padding: 0; list-style: none; }
.numbers li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px; min-width: 110px; }
.numbers b { display: block; font-size: 22px; line-height: 1.2; font-variant-numeric: tabular-nums; }
nav ul { list-style: none; padding: 0; margin: 12px 0 0; display: flex; flex-wrap: wrap; gap: 8px; }
nav a { display: block; border: 1px solid var(--line); border-radius: 999px; padding: 2px 12px; background: var(--card); font-size: 14px; }
section { margin: 36px 0; }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--hint); border-radius: 8px; margin: 14px 0; padding: 14px 18px; overflow: hidden; }
article.error { border-left-color: var(--error); } article.warning { border-left-color: var(--warning); } article.information { border-left-color: var(--information); }
article h3 { font: 600 14px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; margin: 0; overflow-wrap: anywhere; }
.tags { float: right; margin-left: 12px; font-size: 13px; color: var(--soft); }
.severity { font-weight: 600; } .severity.error { color: var(--error); } .severity.warning { color: var(--warning); } .severity.information { color: var(--information); }
figure { margin: 10px 0 0; }
figcaption { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--soft); margin-bottom: 4px; overflow-wrap: anywhere; }
pre { margin: 0; background: var(--code); border-radius: 6px; padding: 8px 0; overflow-x: auto; font: 13px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre span.row { display: block; padding-right: 12px; white-space: pre; width: max-content; min-width: 100%; }
pre i { display: inline-block; width: 5.5ch; padding-right: 1.5ch; text-align: right; color: var(--soft); font-style: normal; user-select: none; }
mark { background: var(--mark); color: inherit; border-radius: 3px; }
mark.link { background: var(--link); }
mark.inferred { background: none; border-radius: 0; border-bottom: 2px dashed var(--accent); }
.cost { margin: 4px 0; font-weight: 600; }
.cost:not(.measured) { font-weight: normal; color: var(--soft); }
.notes { margin: 8px 0 0; padding-left: 20px; font-size: 14px; color: var(--soft); }
pre em code { font-style: normal; }
pre em { color: var(--soft); font: italic 13px system-ui, sans-serif; padding-left: 2ch; }
table { border-collapse: collapse; width: 100%; font-size: 14px; } th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; vertical-align: top; }
footer { max-width: 1040px; margin: 0 auto; padding: 8px 24px 40px; color: var(--soft); font-size: 13px; }
@media print { body { background: #fff; } article { break-inside: avoid; } }
`;
