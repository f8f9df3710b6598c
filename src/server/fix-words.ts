import type { ChangeAnnotation } from 'vscode-languageserver';
import type { Fix } from '../core/finding.js';

/** What it does, and the queries it saves. */
export function fixSummary({ title, queries }: Fix): string {
  return queries === undefined ? title : `${title}: ${queries} queries`;
}

/** A repair in the menu of the light bulb. What may differ is said by the preview, where the editor has one. */
export function fixTitle(fix: Fix, previewed: boolean): string {
  if (fix.differs.length === 0) return fixSummary(fix);
  return previewed ? `${fixSummary(fix)} (opens a preview)` : `${fixSummary(fix)} (review: ${fix.differs.join('; ')})`;
}

/** What the preview of one repair says beside its changes, and that it is to be shown before they are made. */
export function annotationOf(fix: Fix): ChangeAnnotation {
  const description = fix.differs.length === 0 ? 'Same results and effects.' : differences(fix.differs);
  return { label: fixSummary(fix), description, needsConfirmation: true };
}

/** The same for many repairs, of which some may change what the code does. */
export function annotationOfMany(fixes: readonly Fix[]): ChangeAnnotation {
  const apart = fixes.filter(({ differs }) => differs.length > 0);
  return { label: `${fixes.length} fixes, ${apart.length} of which may behave differently`, description: differences([...new Set(apart.flatMap(({ differs }) => differs))]), needsConfirmation: true };
}

function differences(differs: readonly string[]): string {
  return `May behave differently: ${differs.join('; ')}.`;
}
