import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { toGithub } from '../report/github.js';
import { toHtml } from '../report/html.js';
import { toJson } from '../report/json.js';
import type { Report } from '../report/report.js';
import { toSarif } from '../report/sarif.js';
import { toText } from '../report/text.js';
import type { ReviewArguments } from './arguments.js';
import type { Surroundings } from './surroundings.js';
import { UsageError } from './usage-error.js';
import { writeFileAtomically } from './write-file.js';

/** In the format asked for, to the file asked for or standard output. @throws UsageError when the file cannot be written */
export function writeReport(report: Report, { format, output }: ReviewArguments, surroundings: Surroundings): void {
  const { stdout, cwd, env } = surroundings;
  const text = formatted(report, format, output === undefined && stdout.colours, env.GITHUB_STEP_SUMMARY);
  if (output === undefined) return stdout.write(text);
  try {
    writeFileAtomically(path.resolve(cwd, output), text);
  } catch (error) {
    throw new UsageError(`--output: '${output}' cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function formatted(report: Report, format: ReviewArguments['format'], colours: boolean, summaryFile: string | undefined): string {
  switch (format) {
    case 'text':
      return toText(report, colours);
    case 'json':
      return toJson(report);
    case 'sarif':
      return toSarif(report);
    case 'html':
      return toHtml(report);
    case 'github': {
      const { commands, summary } = toGithub(report);
      if (summaryFile !== undefined && summaryFile !== '') appendFileSync(summaryFile, summary);
      return commands;
    }
  }
}
