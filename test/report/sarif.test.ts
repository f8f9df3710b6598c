import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { run, toSarif } from '../../src/report/sarif.js';
import { SAMPLE_FINDING, sampleReport } from './sample-report.js';

/** The official schema, as the SARIF SDK ships it. */
function validator(): (log: unknown) => string {
  // The package exports only its program, so that the file is read by its place.
  const schema = JSON.parse(readFileSync('node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json', 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(schema);
  return (log) => (validate(log) ? '' : ajv.errorsText(validate.errors));
}

describe('SARIF report', () => {
  const errorsOf = validator();
  const report = sampleReport({ errors: [{ ruleId: 'n-plus-one-query', path: '/p/src/a.ts', message: 'boom' }] });
  const log = JSON.parse(toSarif(report));
  const results = log.runs[0].results;

  it('is valid by the schema, and the schema notices what is not', () => {
    assert.equal(errorsOf(log), '');
    assert.notEqual(errorsOf({ ...log, runs: [{ ...log.runs[0], columnKind: 'bytes' }] }), '');
    assert.equal(errorsOf(JSON.parse(toSarif(sampleReport({ findings: [], accepted: [], skipped: [] })))), '');
  });

  it('names place, fingerprint and rule as code scanning wants them', () => {
    const [, result] = results;
    assert.equal(result.ruleId, log.runs[0].tool.driver.rules[result.ruleIndex].id);
    assert.deepEqual(result.locations[0].physicalLocation, { artifactLocation: { uri: 'src/orders.ts', uriBaseId: '%SRCROOT%' }, region: { startLine: 6, startColumn: 15, endLine: 6, endColumn: 35 } });
    assert.equal(result.partialFingerprints.primaryLocationLineHash, '0123456789abcdef:1');
    assert.equal(result.relatedLocations[1].physicalLocation.artifactLocation.uri, 'src/count%20orders.ts');
    for (const { properties } of log.runs[0].tool.driver.rules) assert.ok(properties.tags.length <= 10);
  });

  it('says of a link that it is not proven', () => {
    const finding = { ...SAMPLE_FINDING, evidence: [{ span: SAMPLE_FINDING.span, text: 'by its name', certainty: 'inferred' as const }] };
    const { runs: [{ results: [result] }] } = JSON.parse(toSarif(sampleReport({ findings: [{ finding, fixes: [] }] })));
    assert.equal(result.relatedLocations[0].message.text, 'inferred: by its name');
    assert.deepEqual(result.relatedLocations[0].properties, { certainty: 'inferred' });
  });

  it('links the evidence from the words and tells it in order', () => {
    const [, result] = results;
    assert.match(result.message.text, /Ask for all \\\[ids\]\(x\).*\nEvidence: \[this loop\]\(1\), \[this query \\\[sic\\\]\]\(2\)\.$/);
    assert.deepEqual(result.relatedLocations.map(({ id }: { id: number }) => id), [1, 2]);
    assert.deepEqual(result.codeFlows[0].threadFlows[0].locations.map((each: { location: { physicalLocation: { region: { startLine: number } } } }) => each.location.physicalLocation.region.startLine), [5, 6, 2]);
  });

  it('carries repairs, acceptance and failures', () => {
    assert.deepEqual(results[1].fixes[0].artifactChanges[0].replacements, [{ deletedRegion: { startLine: 6, startColumn: 2, endLine: 6, endColumn: 14 }, insertedContent: { text: 'sum = await' } }]);
    assert.deepEqual(results.slice(2).map(({ suppressions }: { suppressions: unknown[] }) => suppressions[0]), [{ kind: 'inSource', status: 'accepted', justification: 'batch job' }, { kind: 'external', status: 'accepted' }]);
    const [invocation] = log.runs[0].invocations;
    assert.equal(invocation.executionSuccessful, false);
    assert.equal(invocation.toolExecutionNotifications[0].associatedRule.id, 'n-plus-one-query');
  });

  it('leaves out the least important results above the limit, always the same ones, and says so', () => {
    const cut = run(report, 2) as typeof log.runs[0];
    assert.deepEqual(cut.results.map((each: { partialFingerprints: Record<string, string> }) => each.partialFingerprints['perfReview/v1']), ['b', '0123456789abcdef']);
    assert.match(cut.invocations[0].toolExecutionNotifications[1].message.text, /^2 results were left out/);
    const [one] = (run(report, 1) as typeof log.runs[0]).results;
    assert.equal(one.partialFingerprints['perfReview/v1'], '0123456789abcdef');
    assert.equal(errorsOf({ ...log, runs: [cut] }), '');
  });

  it('keeps at most a thousand related locations, and escapes every name', () => {
    const evidence = Array.from({ length: 1500 }, () => SAMPLE_FINDING.evidence[0] ?? assert.fail());
    const names = ['a b', '100%', 'x#y?z', 'c:d', 'é', '\uD800'].map((name) => ({ finding: { ...SAMPLE_FINDING, span: { path: `/p/${name}/x.ts`, start: 0, end: 0 }, evidence: [] }, fixes: [] }));
    const other = { finding: { ...SAMPLE_FINDING, span: { path: '/elsewhere/x y.ts', start: 0, end: 0 }, evidence }, fixes: [] };
    const parsed = JSON.parse(toSarif(sampleReport({ findings: [...names, other], accepted: [] })));
    assert.equal(errorsOf(parsed), '');
    const uris: string[] = parsed.runs[0].results.map((result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) => result.locations[0]?.physicalLocation.artifactLocation.uri);
    assert.deepEqual(uris.sort(), ['100%25/x.ts', '%EF%BF%BD/x.ts', '%C3%A9/x.ts', 'a%20b/x.ts', 'c%3Ad/x.ts', 'file:///elsewhere/x%20y.ts', 'x%23y%3Fz/x.ts'].sort());
    assert.ok(parsed.runs[0].results.some((result: { relatedLocations?: unknown[] }) => result.relatedLocations?.length === 1000));
  });
});
