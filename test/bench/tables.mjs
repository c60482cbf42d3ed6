/** The figures as lines and as Markdown. */
import { readFileSync, writeFileSync } from 'node:fs';

const [BEGIN, END] = ['<!-- measured: npm run bench writes this -->', '<!-- end of what was measured -->'];

export function lineOf(row) {
  const memory = row.memory === undefined ? '' : `; memory ${ratioText(row.memory, row.memoryTarget)}`;
  const requests = row.requests === undefined ? '' : `; ${requestText(row)}`;
  return `${row.name}: ${msText(row.time)}, ${ratioText(row.time, row.target)}${memory}${requests}`;
}

export function peerLine({ name, size, changed, time, requests, times }) {
  const what = changed === 0 ? 'no-op' : `${changed} differ`;
  const sent = ({ reads, writes }) => `${reads} reads, ${writes} writes`;
  return `${name}, ${size}, ${what}: ${msText(time)}; ${sent(requests.theirs)} / ${sent(requests.ours)} (${times} times)`;
}

/** Puts the tables between the two marks of the file. */
export function writeTables(file, results) {
  const text = readFileSync(file, 'utf8');
  const [before, after] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))];
  writeFileSync(file, `${before}${BEGIN}\n\n${tables(results)}\n${after}`);
}

function tables({ machine, size, rows, nodes, peers, untimed }) {
  const { node, system, cpu, cores, memory_gb: memory, load, date } = machine;
  return [
    `${date}, Node ${node}, ${system}, ${cores} cores (${cpu}), ${memory} GB; load average ${load.join(', ')}.`,
    ...(load.at(-1) > cores
      ? ['**Other work ran on the same cores**, so only ratios of runs that were made in turn say anything.']
      : []),
    '',
    '| what | floor | floor, ms | ours, ms | ratio (middle half) | target | |',
    '|---|---|---|---|---|---|---|',
    ...rows.flatMap(rowLines),
    '',
    ...nodeLines(nodes),
    ...(peers === null ? [] : peerLines(peers)),
    ...untimed.flatMap(([name, why]) => [`- \`${name}\` was not timed: it ${why}.`, '']),
    `**Size budget**: the package is ${kb(size.packed)} packed and ${kb(size.unpacked)} unpacked, ${size.files} files; runtime dependencies:`,
    `${size.dependencies} (budget: 0, and 2,500 KB unpacked). No library in it is over 1 MB; the largest are execa and yaml, with less than 200 KB each.`,
    '',
  ].join('\n');
}

function nodeLines(nodes) {
  if (nodes.length === 0) return [];
  return [
    'The starts under newer Nodes, which keep compiled code (`module.enableCompileCache()`):',
    '',
    '| Node | what | floor, ms | ours, ms | ratio (middle half) | target | |',
    '|---|---|---|---|---|---|---|',
    ...nodes.map(
      ({ node, name, time, target }) =>
        `| ${node} | ${name} | ${round(time.floor)} | ${round(time.ours)} | ${ratioCell(time)} | ≤ ${target} | ${verdict(time.ratio, target)} |`,
    ),
    '',
  ];
}

function rowLines(row) {
  const { name, beside, time, target, memory, memoryTarget } = row;
  const line = (what, unit, figures, wanted) =>
    `| ${what} | ${beside} | ${round(figures.floor)}${unit} | ${round(figures.ours)}${unit} | ${ratioCell(figures)} | ≤ ${wanted} | ${verdict(figures.ratio, wanted)} |`;
  return [
    line(name, '', time, target),
    ...(memory === undefined ? [] : [line(`${name}: memory`, ' MB', memory, memoryTarget)]),
    ...(row.requests === undefined ? [] : [requestLine(row)]),
  ];
}

function requestLine({ name, requests, requestTarget }) {
  const [sent, most] = [requests, requestTarget].map(({ reads, writes }) => reads + writes);
  return `| ${name}: requests | | | ${sent} | ${requests.reads} GET, ${requests.writes} PATCH | ≤ ${most} | ${verdict(sent, most)} |`;
}

function peerLines(peers) {
  const cells = ({ name, size, changed, time, requests, times, oneByOne }) => {
    const wanted = oneByOne ? 10 : 1;
    const isMeant = size >= 100;
    const factor = 1 / time.ratio;
    const sent = ({ reads, writes }) => `${reads} + ${writes}`;
    const verdict = factor >= wanted ? 'met' : '**missed**';
    const mark = isMeant ? `≥ ${wanted} × | ${verdict}` : '| ';
    return `| ${name}${times === 1 ? ' (once)' : ''} | ${size} | ${changed} | ${round(time.floor)} | ${sent(requests.theirs)} | ${round(time.ours)} | ${sent(requests.ours)} | ${factor.toFixed(1)} × | ${mark} |`;
  };
  return [
    'Peers, against the same stand-in at 50 ms. A no-op run is our `plan`; with one tenth changed it is `apply --concurrency 8`.',
    '',
    '| peer | objects | differ | its ms | its reads + writes | our ms | ours | faster by | target | |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...peers.map(cells),
    '',
  ];
}

function verdict(figure, target) {
  return figure <= target ? 'met' : '**missed**';
}

function ratioText(figures, target) {
  return `${ratioCell(figures)}, target ${target}: ${verdict(figures.ratio, target)}`;
}

function ratioCell({ ratio, spread: [low, high] }) {
  return `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function msText({ floor, ours }) {
  return `${round(floor)} → ${round(ours)} ms`;
}

function requestText({ requests: { reads, writes } }) {
  return `${reads} reads, ${writes} writes`;
}

function round(number) {
  return String(Math.round(number)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function kb(bytes) {
  return `${round(bytes / 1000)} KB`;
}
