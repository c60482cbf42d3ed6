/** The page's one style sheet. Contrast of text is at least 4.5 : 1 in both schemes; a test computes it. */
const LIGHT = `
  --paper: #faf9f6; --card: #ffffff; --ink: #1f2630; --soft: #566070; --line: #e2dfd8; --accent: #1f5c99;
  --ins: #e1f3e5; --ins-ink: #12512b; --del: #fce6e4; --del-ink: #84211b;
  --good: #e6f3e9; --good-ink: #14522c; --calm: #ecf0f6; --calm-ink: #34435c;
  --warn: #fdf3d8; --warn-ink: #6f4500; --bad: #fce6e4; --bad-ink: #84211b; --warn-edge: #c98a1b; --bad-edge: #c4453b;`;

const DARK = `
  --paper: #15181d; --card: #1b1f26; --ink: #e3e6eb; --soft: #a4adba; --line: #2e343e; --accent: #8fbcec;
  --ins: #15351f; --ins-ink: #a9e4b9; --del: #431b1b; --del-ink: #f6b8b2;
  --good: #16321f; --good-ink: #a9e4b9; --calm: #232b37; --calm-ink: #c3cfe1;
  --warn: #392b0d; --warn-ink: #f1d08b; --bad: #431b1b; --bad-ink: #f6b8b2; --warn-edge: #b98a2f; --bad-edge: #c4554d;`;

export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 6rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", sans-serif; }
.page { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
h1, h2, h3 { line-height: 1.25; margin: 0; font-weight: 650; }
h1 { font-size: 1.7rem; letter-spacing: -0.01em; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 0.9rem; }
h3 { font-size: 1rem; display: inline; overflow-wrap: anywhere; }
p { margin: 0.5rem 0; }
code, pre, .id { font: 0.88em/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; margin: 0.5rem 0; padding: 0.7rem 0.9rem; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; background: var(--card); color: var(--accent); padding: 0.6rem 1rem; z-index: 3; }
.skip:focus { left: 1rem; top: 1rem; }
.verdict { font-size: 1.1rem; margin: 1rem 0 0; padding: 0.8rem 1.1rem; border-radius: 8px; background: var(--card); border: 1px solid var(--line); border-left-width: 5px; }
.verdict.bad { background: var(--bad); border-color: var(--bad-ink); }
.edge-good { border-left-color: var(--good-ink) !important; }
.edge-calm { border-left-color: var(--accent) !important; }
.edge-warn { border-left-color: var(--warn-edge) !important; }
.edge-bad { border-left-color: var(--bad-edge) !important; }
.facts { display: flex; flex-wrap: wrap; gap: 0.2rem 1.6rem; margin: 1rem 0 0; color: var(--soft); }
.facts div { display: flex; gap: 0.45rem; }
.facts dt::after { content: ":"; }
.facts dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.7rem; list-style: none; margin: 1.2rem 0 0; padding: 0; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.5rem 1rem; min-width: 6rem; color: var(--soft); }
.tiles b { display: block; font-size: 1.35rem; line-height: 1.3; color: var(--ink); font-variant-numeric: tabular-nums; }
.good { background: var(--good); color: var(--good-ink); }
.calm { background: var(--calm); color: var(--calm-ink); }
.warn { background: var(--warn); color: var(--warn-ink); }
.bad { background: var(--bad); color: var(--bad-ink); }
.notes { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.6rem; }
.notes > li { background: var(--card); border: 1px solid var(--line); border-left-width: 5px; border-radius: 8px; padding: 0.7rem 1.1rem; overflow-wrap: anywhere; }
.notes .badge { margin: 0 0.35rem 0 0; }
.notes .place { display: block; color: var(--soft); }
.notes details { margin-top: 0.3rem; }
.notes summary { cursor: pointer; color: var(--accent); width: fit-content; }
.controls { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.6rem 1.4rem; align-items: end; background: var(--paper); border-bottom: 1px solid var(--line); padding: 0.8rem 0; margin-bottom: 1rem; }
.controls[hidden] { display: none; }
.controls .find { display: grid; gap: 0.15rem; flex: 1 1 15rem; font-size: 0.9rem; color: var(--soft); }
input[type=search] { font: inherit; font-size: 1rem; color: var(--ink); background: var(--card); border: 1px solid #7d8794; border-radius: 6px; padding: 0.4rem 0.7rem; width: 100%; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.1rem 0.9rem; align-items: center; }
legend { padding: 0; font-size: 0.9rem; color: var(--soft); }
fieldset label { display: inline-flex; gap: 0.35rem; align-items: center; min-height: 2rem; cursor: pointer; }
input[type=radio] { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0; }
button { font: inherit; color: var(--accent); background: none; border: 1px solid #7d8794; border-radius: 6px; padding: 0.3rem 0.8rem; cursor: pointer; }
button:hover { background: var(--calm); color: var(--calm-ink); }
output { flex-basis: 100%; font-size: 0.9rem; color: var(--soft); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 0.8rem; content-visibility: auto; contain-intrinsic-size: auto 3.2rem; }
article[hidden] { display: none; }
article > details > summary { position: relative; padding: 0.7rem 1rem 0.7rem 2.3rem; cursor: pointer; list-style: none; }
article > details > summary::-webkit-details-marker { display: none; }
article > details > summary::before { content: "▸" / ""; position: absolute; left: 1rem; color: var(--soft); }
article > details[open] > summary::before { content: "▾" / ""; }
.badge { display: inline-block; border-radius: 99px; padding: 0.05rem 0.65rem; font-size: 0.82rem; margin-left: 0.4rem; white-space: nowrap; }
.fields { display: block; color: var(--soft); font-size: 0.9rem; overflow-wrap: anywhere; }
.body { padding: 0 1rem 1rem; }
.about { color: var(--soft); font-size: 0.9rem; overflow-wrap: anywhere; }
.about > span { display: inline-block; margin-right: 1.2rem; }
.plane { margin: 1rem 0 0.3rem; font-size: 0.9rem; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--line); padding-bottom: 0.2rem; }
.change { margin: 0.6rem 0 0; overflow-wrap: anywhere; }
.change .sum { color: var(--soft); font-size: 0.9rem; margin-left: 0.4rem; }
.field { font-weight: 650; }
ins, del { border-radius: 3px; padding: 0.05em 0.15em; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
ins { background: var(--ins); color: var(--ins-ink); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; }
del { background: var(--del); color: var(--del-ink); text-decoration: line-through; text-decoration-thickness: 1px; }
.lines { margin: 0.35rem 0 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.l { padding: 0.12rem 0.8rem 0.12rem 2rem; position: relative; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.6em; }
.l::before { position: absolute; left: 0.8rem; color: inherit; }
.l.same { color: var(--soft); }
.l.place { background: var(--calm); color: var(--calm-ink); font-size: 0.85rem; padding-left: 0.8rem; }
.l.removed { background: var(--del); color: var(--del-ink); }
.l.removed::before { content: "−" / ""; }
.l.added { background: var(--ins); color: var(--ins-ink); }
.l.added::before { content: "+" / ""; }
.l.edited::before, .l.changed::before { content: "~" / ""; color: var(--soft); }
.l.added ins, .l.removed del { background: none; padding: 0; text-decoration: none; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.9rem; }
@media (max-width: 40rem) {
  .page { padding: 1.2rem 0.8rem 4rem; }
  .controls { position: static; }
  .body { padding: 0 0.8rem 0.9rem; }
}
@media print {
  body { font-size: 10.5pt; background: none; }
  .page { max-width: none; padding: 0; }
  .controls, .skip { display: none; }
  article { break-inside: auto; content-visibility: visible; border-color: #bbb; }
  article > details > summary { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  .l { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
