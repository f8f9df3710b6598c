import { linkText } from '../core/finding.js';
import type { FramedPlace } from './code-frame.js';
import type { Location, ReportedEvidence, ReportedFinding } from './report.js';

/** A finding and its evidence as a frame of code shows them. */
export interface Chain {
  /** The finding first. */
  readonly places: readonly FramedPlace[];
  /** What is not proven of the finding as a whole: nothing in the code to point at. */
  readonly notes: readonly string[];
}

/** A link that begins where the finding does shares its mark, so that no stretch is marked twice. */
export function chainOf(finding: ReportedFinding): Chain {
  const notes = finding.evidence.filter((each) => isNote(each, finding));
  const links = finding.evidence.filter((each) => !notes.includes(each));
  const own = links.filter((each) => beginsAt(each, finding));
  return {
    places: [
      { ...finding, label: own.map(linkText).join('; '), mark: 'finding' },
      ...links.filter((each) => !own.includes(each)).map((each): FramedPlace => ({ ...each, label: linkText(each), mark: each.certainty === 'proven' ? 'proven' : 'inferred' })),
    ],
    notes: notes.map(linkText),
  };
}

function isNote(evidence: ReportedEvidence, finding: Location): boolean {
  return evidence.certainty !== 'proven' && beginsAt(evidence, finding) && evidence.endLine === finding.endLine && evidence.endColumn === finding.endColumn;
}

function beginsAt(a: Location, b: Location): boolean {
  return a.path === b.path && a.line === b.line && a.column === b.column;
}
