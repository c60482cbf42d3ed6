/** Progress on stderr: a line that moves on a terminal, plain lines elsewhere; nothing with --quiet. */
import type { TryReport } from '../bland/client.ts';
import { describeFailure } from '../model/service.ts';
import { visible } from '../render/visible.ts';
import { type Printer, printRemark } from './printer.ts';

export interface Progress {
  /** Begins a stretch of work: `reading 12 personas from https://…`. */
  begin(title: string, total: number): void;
  /** `done` of the total are finished; `note` is kept as a line of its own where lines are plain. */
  advance(done: number, note?: string): void;
  end(): void;
}

export function createProgress(printer: Printer): Progress {
  const live = printer.err.isTerminal && !printer.quiet;
  let title = '';
  let total = 0;
  const redraw = (done: number): void => {
    if (live && total > 1) printer.err.write(`\r\u001b[K${printer.errStyle.dim(`${title} (${done} of ${total})`)}`);
  };
  return {
    begin: (newTitle, newTotal) => {
      [title, total] = [newTitle, newTotal];
      if (live) redraw(0);
      else printRemark(printer, title);
    },
    advance: (done, note) => {
      if (!live && note !== undefined) printRemark(printer, note);
      redraw(done);
    },
    end: () => {
      if (live) printer.err.write('\r\u001b[K');
    },
  };
}

/** One line a try, for `--verbose`: `GET /v1/personas/6b0f 200 53 ms`. */
export function tryLine(report: TryReport): string {
  const status = report.status ?? 'no answer';
  const failure = report.failure === null ? '' : `: ${visible(describeFailure(report.failure))}`;
  const retry = report.retryIn === null ? '' : `; again in ${Math.round(report.retryIn)} ms`;
  return `${report.method} ${report.path} ${status} ${report.took} ms${failure}${retry}`;
}
