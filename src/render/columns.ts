/** A cell: its text, safe for a terminal, and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/** Lines of cells under each other, two spaces between columns; the last cell of a line is not filled up. */
export function alignColumns(rows: readonly (readonly Cell[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, { text }] of row.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, text.length);
  }
  return rows.map((row) =>
    row
      .map((cell, at) => paintCell(cell, at < row.length - 1 ? widths[at] : 0))
      .join('  ')
      .trimEnd(),
  );
}

function paintCell({ text, paint }: Cell, width = 0): string {
  const filled = ' '.repeat(Math.max(0, width - text.length));
  return `${paint === undefined ? text : paint(text)}${filled}`;
}
