/** Progress on stderr: a line that moves on a terminal, plain lines elsewhere; nothing with --quiet. */
import type { TryReport } from '../bland/client.ts';
import { describeFailure } from '../model/service.ts';
import { visible } from '../render/visible.ts';
import { type Printer, printRemark } from './printer.ts';

export interface Progress {
  /** Begins a stretch of work: `reading 12 personas from https://…`. A total of 0: nobody knows how much it is. */
  begin(title: string, total: number): void;
  /** This many of the total are finished. */
  advance(done: number): void;
  /** The persona that is under way, by key. */
  at(key: string | null): void;
  /** A line of its own where lines are plain. */
  note(line: string): void;
  end(): void;
}

/** How often a log is told how far it is, in milliseconds; not where it was told of something in between. */
const EVERY = 5_000;

/** A longer line would break on a narrow terminal, and could not be taken back. */
const WIDEST = 79;

export function createProgress(printer: Printer): Progress {
  const live = printer.err.isTerminal && !printer.quiet;
  const work = { title: '', total: 0, done: 0, key: '', told: false };
  let stop = (): void => {};
  const tell = (line: string): void => {
    work.told = true;
    printRemark(printer, line);
  };
  const redraw = (): void => {
    if (live && work.total > 1) printer.err.write(`\r\u001b[K${printer.errStyle.dim(cut(liveLine(work)))}`);
  };
  return {
    begin: (title, total) => {
      Object.assign(work, { title, total, done: 0, key: '', told: false });
      if (live) return redraw();
      printRemark(printer, title);
      stop();
      stop = printer.io.repeat(EVERY, () => {
        if (!work.told && !printer.quiet) tell(plainLine(work));
        work.told = false;
      });
    },
    advance: (done) => {
      work.done = done;
      redraw();
    },
    at: (key) => {
      work.key = visible(key ?? '');
      redraw();
    },
    note: (line) => {
      if (!live) tell(line);
    },
    end: () => {
      stop();
      if (live) printer.err.write('\r\u001b[K');
    },
  };
}

interface UnderWay {
  readonly title: string;
  readonly total: number;
  readonly done: number;
  readonly key: string;
}

function liveLine({ title, total, done, key }: UnderWay): string {
  return `${title} (${done} of ${total})${key === '' ? '' : ` ${key}`}`;
}

/** `… 120 of 500, emea/support`: what is done stands above. */
function plainLine({ total, done, key }: UnderWay): string {
  return `… ${total === 0 ? `${done} so far` : `${done} of ${total}`}${key === '' ? '' : `, ${key}`}`;
}

function cut(line: string): string {
  return line.length <= WIDEST ? line : `${line.slice(0, WIDEST - 1)}…`;
}

/** One line a try, for `--verbose`: `GET /v1/personas/6b0f 200 53 ms`. */
export function tryLine(report: TryReport): string {
  const status = report.status ?? 'no answer';
  const failure = report.failure === null ? '' : `: ${visible(describeFailure(report.failure))}`;
  const retry = report.retryIn === null ? '' : `; again in ${Math.round(report.retryIn)} ms`;
  return `${report.method} ${report.path} ${status} ${report.took} ms${failure}${retry}`;
}
