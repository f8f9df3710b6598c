import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Finding } from '../../src/core/finding.js';
import type { FileReview, ReviewSession } from '../../src/engine/session-contract.js';
import { createSession } from '../../src/engine/session.js';
import { rules } from '../../src/rules/index.js';

const ROOT = realpathSync('media/example').split(path.sep).join('/');

/** What the example's README promises to be quiet, and for which rules. */
const QUIET: readonly (readonly [file: string, functionName: string, ruleIds: readonly string[] | 'all'])[] = [
  ['src/customers/customers.ts', 'customerNames', 'all'],
  ['src/customers/customers.ts', 'customerPage', 'all'],
  ['src/shipping/tracking.ts', 'trackAll', 'all'],
  ['src/shipping/tracking.ts', 'waitingParcels', ['n-plus-one-query', 'n-plus-one-request']],
  ['src/shipping/carrier.ts', 'createLabel', 'all'],
  ['src/catalogue/title-index.ts', 'titlesOf', 'all'],
  ['src/catalogue/review-repository.ts', 'latestOf', 'all'],
  ['src/orders.ts', 'placeOrder', 'all'],
  ['src/dashboard/useLiveOrders.ts', 'useUptime', 'all'],
  ['src/stock/reservations.ts', 'giveBack', 'all'],
  ['src/exports/accounting.cjs', 'largest', 'all'],
  ['src/app.ts', '', 'all'],
];

describe('example project', () => {
  let session: ReviewSession;
  const reviews: FileReview[] = [];

  before(async function () {
    this.timeout(120_000);
    session = createSession({ root: ROOT });
    const { files } = await session.discover([ROOT]);
    for (const file of files) reviews.push(session.reviewFile(file, { types: true }));
  });
  after(() => session.dispose());

  const findings = (): readonly Finding[] => reviews.flatMap((each) => each.findings);

  it('is reviewed whole, without a failing rule', () => {
    assert.ok(reviews.length > 15, `${reviews.length} files`);
    for (const review of reviews) {
      assert.deepEqual(review.errors, [], review.path);
      assert.equal(review.skipped, undefined, review.path);
    }
  });

  for (const { id } of rules) {
    it(`shows ${id} at confidence high`, () => {
      assert.ok(findings().some((each) => each.ruleId === id && each.confidence === 'high'));
    });
  }

  it('shows a query three files away', () => {
    const chain = findings().find((each) => each.ruleId === 'n-plus-one-query' && each.span.path.endsWith('/pricing/quote.ts'));
    assert.deepEqual([...new Set(chain?.evidence.map((each) => each.span.path.slice(ROOT.length)))], ['/src/pricing/quote.ts', '/src/pricing/line-price.ts', '/src/pricing/price-list.ts']);
  });

  it('accepts one finding with a reason', () => {
    const suppressed = reviews.flatMap((each) => each.suppressed);
    assert.deepEqual(suppressed.map((each) => each.finding.ruleId), ['n-plus-one-query']);
    assert.match(suppressed[0]?.reason ?? '', /costs money/);
    assert.deepEqual(findings().filter((each) => each.ruleId === 'unused-suppression'), []);
  });

  for (const [file, name, ruleIds] of QUIET) {
    it(`is quiet about ${name === '' ? file : name}`, () => {
      const { pos, end } = place(session, `${ROOT}/${file}`, name);
      const inside = findings().filter(({ span, ruleId }) => span.path === `${ROOT}/${file}` && span.start >= pos && span.end <= end && (ruleIds === 'all' || ruleIds.includes(ruleId)));
      assert.deepEqual(inside.map((each) => `${each.ruleId}: ${each.message}`), []);
    });
  }
});

/** The function or method of that name; the whole file for an empty one. */
function place(session: ReviewSession, file: string, name: string): { readonly pos: number; readonly end: number } {
  const source = ts.createSourceFile(file, session.textOf(file) ?? '', ts.ScriptTarget.Latest, true);
  if (name === '') return source;
  const find = (node: ts.Node): ts.Node | undefined => {
    if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name?.getText() === name) return node;
    return ts.forEachChild(node, find);
  };
  const found = find(source);
  assert.ok(found, `${file} has no ${name}`);
  return found;
}
