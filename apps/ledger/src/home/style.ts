/** The first page's style sheet, served as `/home.css`: a strict content security policy takes no style in the page. */
export const style = `:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --ink: #1c2430; --soft: #4a5565; --line: #c9ced6; --link: #0b4f8a; --late: #a3201a; --mark: #ffe8a3; --card: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e8ebf0; --soft: #b3bcc9; --line: #3b4452; --link: #8ec7ff; --late: #ff9d96; --mark: #5c4a10; --card: #1c222b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 62rem; padding: 0 1.25rem 3rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, sans-serif;
}
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, main:focus-visible, pre:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--card); }
.skip:focus { top: 1rem; }
header { padding: 2.5rem 0 1rem; border-bottom: 1px solid var(--line); }
.name { margin: 0; letter-spacing: 0.08em; text-transform: uppercase; color: var(--soft); }
h1 { margin: 0.4rem 0 0.8rem; font-size: clamp(1.5rem, 4vw, 2.2rem); line-height: 1.25; max-width: 30em; }
h2 { margin: 2.4rem 0 0.6rem; font-size: 1.3rem; }
.about { color: var(--soft); max-width: 44em; }
.mark { padding: 0.1em 0.5em; border-radius: 0.3em; background: var(--mark); font-size: 0.8em; font-weight: 600; vertical-align: 0.1em; }
.notice { padding: 0.8rem 1rem; border-left: 4px solid var(--line); background: var(--card); }
.figures { display: grid; grid-template-columns: repeat(2, 1fr); gap: 0.8rem; margin: 1rem 0; }
@media (min-width: 48rem) { .figures { grid-template-columns: repeat(4, 1fr); } }
.figure { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); }
.figure dt { color: var(--soft); }
.figure dd { margin: 0; font-size: 2rem; font-weight: 650; line-height: 1.1; font-variant-numeric: tabular-nums; }
.figure.overdue dd { color: var(--late); }
.scroll { overflow-x: auto; }
table { width: 100%; min-width: 40rem; border-collapse: collapse; }
th, td { padding: 0.55rem 0.9rem 0.55rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-size: 0.95em; }
tbody th { width: 50%; }
td + td { white-space: nowrap; }
td:last-child { color: var(--late); }
.journey { width: 100%; max-width: 50rem; height: auto; }
.journey circle { fill: var(--card); stroke: var(--link); stroke-width: 2; }
.journey path { fill: none; stroke: var(--soft); stroke-width: 2; }
.journey text { fill: var(--ink); text-anchor: middle; font-size: 18px; }
.steps { padding-left: 1.4rem; }
pre { padding: 0.9rem 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); font-size: 0.95rem; }
.cities { columns: 15rem; padding-left: 1.2rem; }
.cities span { color: var(--soft); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.95rem; }
@media (prefers-reduced-motion: no-preference) { .skip { transition: top 0.15s; } }
`;
