import { atLeast, type Finding, type Fix, type SkippedFile, type TextEdit } from '../core/finding.js';
import type { Bindings } from '../facts/bindings.js';
import { Facts } from '../facts/facts.js';
import { pathRole } from '../facts/path-role.js';
import { isRunOnce } from '../facts/script-files.js';
import { libraries } from '../knowledge/index.js';
import { KnowledgeIndex } from '../knowledge/knowledge-index.js';
import { rules as allRules } from '../rules/index.js';
import type { FixProposal, Rule, RuleContext } from '../rules/rule.js';
import { diskHost, type FileHost } from '../syntax/file-host.js';
import { ImporterIndex, specifiersIn } from '../syntax/importer-index.js';
import { ImplementerIndex } from '../syntax/implementer-index.js';
import { MentionIndex } from '../syntax/mention-index.js';
import { ModuleResolver } from '../syntax/module-resolver.js';
import { SourceStore } from '../syntax/source-store.js';
import { TypeChecker } from '../syntax/type-checker.js';
import { discoverFiles } from './file-discovery.js';
import { toFindings, type DetectedFinding } from './findings.js';
import { checkTypes, checkWithoutTypes, groupsApart, type FixCheck } from './fix-check.js';
import { CheckReads, KeptFixes } from './kept-fixes.js';
import { walkRules, type ActiveRule } from './rule-walk.js';
import { allDeclarations } from './rule-declaration.js';
import { resolveSettings } from './settings.js';
import type { CancellationFlag, EngineSettings, FileReview, FindingAt, ReviewSession } from './session-contract.js';
import { applySuppressions, type UnusedSuppression } from './suppressions.js';

export interface SessionOptions {
  /** Absolute, with `/`. */
  readonly root: string;
  readonly host?: FileHost;
  readonly rules?: readonly Rule[];
}

interface Reviewed {
  readonly review: FileReview;
  readonly found: readonly DetectedFinding[];
  readonly unused: readonly UnusedSuppression[];
}

/** One of the two depths of answer: from syntax and data flow alone, or with the type checker behind it. */
interface Tier {
  readonly facts: Facts;
  readonly reviewed: Map<string, Reviewed>;
}

/** Folder and file paths in, findings out; see the contract for what each method promises. */
export function createSession(options: SessionOptions): ReviewSession {
  return new Session(options.root, options.host ?? diskHost, options.rules ?? allRules);
}

const knowledge = new KnowledgeIndex(libraries);

class Session implements ReviewSession {
  private settings: EngineSettings;
  private readonly sources: SourceStore;
  private readonly resolver: ModuleResolver;
  private readonly implementers: ImplementerIndex;
  private readonly importers: ImporterIndex;
  private readonly mentions: MentionIndex;
  private readonly checker: TypeChecker;
  private readonly quick: Tier;
  private readonly refined: Tier;
  private readonly kept = new KeptFixes((path) => this.importers.importersOf(path));

  constructor(readonly root: string, private readonly host: FileHost, private readonly rules: readonly Rule[]) {
    this.settings = resolveSettings([], rules).settings;
    this.sources = new SourceStore(host, this.settings.maxFileSize);
    this.resolver = new ModuleResolver(host, root);
    this.implementers = new ImplementerIndex(host, root);
    this.importers = new ImporterIndex(host, root, this.resolver);
    this.mentions = new MentionIndex(host, root);
    this.checker = new TypeChecker(host, root, this.sources, this.resolver, (specifier) => knowledge.librariesOf(specifier).length > 0);
    this.quick = { facts: new Facts(this.sources, this.resolver, knowledge, undefined, this.implementers, this.mentions), reviewed: new Map() };
    this.refined = { facts: new Facts(this.sources, this.resolver, knowledge, this.checker, this.implementers, this.mentions), reviewed: new Map() };
  }

  configure(settings: EngineSettings): void {
    this.settings = settings;
    this.sources.limit(settings.maxFileSize);
    this.forget();
  }

  async discover(paths: readonly string[], cancel?: CancellationFlag): Promise<{ files: readonly string[]; skipped: readonly SkippedFile[] }> {
    const discovery = await discoverFiles(this.host, this.root, paths, this.settings.exclude, cancel);
    const offRoles = discovery.files.filter((path) => !this.isOff(path));
    this.checker.expect(offRoles);
    return { files: offRoles, skipped: discovery.skipped };
  }

  setBuffer(path: string, text: string | undefined): void {
    if (this.sources.setBuffer(path, text)) this.invalidate(path);
  }

  filesChanged(paths: readonly string[]): void {
    // Nobody can depend on a file that is not there, or on a class that says nothing yet: whoever looked in vain must look
    // again. Nor is it recorded which manifests were read.
    const manifests = paths.some((path) => path.endsWith('.json'));
    let anybody = manifests || paths.some((path) => this.implementers.differs(path));
    for (const path of paths) if (this.mentions.refresh(path)) anybody = true;
    // What an import resolves to may have changed with any file that came or went, and with every manifest.
    this.resolver.reset();
    this.implementers.reset();
    for (const path of paths) {
      this.importers.refresh(path);
      if (this.sources.wasOnDisk(path) !== this.sources.isOnDisk(path)) anybody = true;
      this.sources.drop(path);
      this.invalidate(path);
    }
    if (!anybody) return;
    this.checker.resolveAgain(manifests);
    this.forget();
  }

  reviewFile(path: string, options: { readonly types: boolean; readonly cancel?: CancellationFlag }): FileReview {
    return this.reviewed(path, options.types && this.settings.types, options.cancel).review;
  }

  textOf(path: string): string | undefined {
    return this.sources.text(path);
  }

  fixesFor(path: string, fingerprint: string, log?: (message: string) => void): readonly Fix[] {
    return this.fixesForAll([{ path, fingerprint }], log)[0] ?? [];
  }

  fixesForAll(wanted: readonly FindingAt[], log?: (message: string) => void): readonly (readonly Fix[])[] {
    const kept = ({ path, fingerprint }: FindingAt): readonly Fix[] | undefined => this.kept.get(path, fingerprint, this.isRefined(path));
    const known = wanted.map(kept);
    const open = wanted.filter((_, index) => known[index] === undefined);
    const reads = new CheckReads();
    const drafts = open.map(({ path, fingerprint }) => this.draftsFor(path, fingerprint, reads, log));
    const holding = this.holding(drafts.flat(), reads, log);
    open.forEach(({ path, fingerprint }, index) => {
      const fixes = (drafts[index] ?? []).filter((proposal) => holding.has(proposal)).map((proposal): Fix => ({ ...proposal, safety: proposal.differs.length === 0 ? 'safe' : 'review' }));
      this.kept.keep(path, fingerprint, { fixes, reads, refined: this.isRefined(path) });
    });
    return wanted.map((each, index) => known[index] ?? kept(each) ?? []);
  }

  /** Those among repairs that bring no type error. Types are asked once for all that can stand side by side. */
  private holding(proposals: readonly FixProposal[], reads: CheckReads, log: ((message: string) => void) | undefined): ReadonlySet<FixProposal> {
    const state = { present: this.present(reads), withTexts: (texts: ReadonlyMap<string, string>) => this.withTexts(texts, false, reads) };
    // What a source rests on that is imported anew is in nobody's books yet.
    const importsSource = ({ path, newText }: TextEdit): boolean => specifiersIn(newText).some((each) => this.resolver.resolve(each, path).kind === 'source');
    if (proposals.some(({ edits }) => edits.some(importsSource))) reads.everything = true;
    const holding = new Set<FixProposal>();
    const judge = (group: readonly FixProposal[]): void => {
      const [first] = group;
      if (!first) return;
      const refusal = checkTypes(group.flatMap(({ edits }) => edits), state);
      if (refusal === undefined) for (const each of group) holding.add(each);
      else if (group.length === 1) log?.(`"${first.title}" is not offered: ${refusal}`);
      else {
        const half = Math.ceil(group.length / 2);
        judge(group.slice(0, half));
        judge(group.slice(half));
      }
    };
    for (const group of groupsApart(proposals)) judge(group);
    return holding;
  }

  /** What the rule proposes for a finding, as far as it holds without asking for types. */
  private draftsFor(path: string, fingerprint: string, reads: CheckReads, log: ((message: string) => void) | undefined): readonly FixProposal[] {
    const refined = this.reviewed(path, this.isRefined(path), undefined);
    const unused = refined.unused.find((each) => each.finding.fingerprint === fingerprint);
    if (unused) return [{ title: 'Remove the comment that suppresses nothing', differs: [], edits: [unused.edit] }];
    // What needs no types to be found is compared without them: that costs a hundredth.
    const quick = this.reviewed(path, false, undefined);
    const isTarget = (each: DetectedFinding): boolean => each.finding.fingerprint === fingerprint;
    const types = !quick.found.some(isTarget);
    const reviewed = types ? refined : quick;
    const target = reviewed.found.find(isTarget);
    if (!target) return [];
    // Where types are at hand the repair is made from what they say, even of a finding that needs none.
    const { active: { rule, context }, detection: { data } } = (refined.found.find(isTarget) ?? target).detected;
    let proposals: readonly FixProposal[];
    try {
      proposals = context.facts.within(path, () => rule.fixes?.(data, context)) ?? [];
    } catch (error) {
      log?.(`${rule.id}: computing a fix failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return [];
    }
    const check: FixCheck = { finding: target.finding, before: (each) => this.reviewed(each, types, undefined).review.findings, present: this.present(reads), withTexts: (texts) => this.withTexts(texts, types, reads) };
    return proposals.flatMap((proposal) => {
      const checked = checkWithoutTypes(proposal, check);
      if (typeof checked !== 'string') return [checked];
      log?.(`${rule.id}: "${proposal.title}" is not offered: ${checked}`);
      return [];
    });
  }

  private present(reads: CheckReads): FixCheck['present'] {
    const { checker, settings: { types } } = this;
    return {
      sources: this.sources, bindings: (path) => bindingsIn(this.quick.facts, path), typeErrors: (path) => (types ? checker.errorsOf(path) : []), exportedTypes: (path) => (types ? checker.exportedTypes(path) : new Map()),
      importersOf: (path) => {
        const importers = this.importers.importersOf(path);
        reads.importers.set(path, importers);
        return importers;
      },
    };
  }

  /** The project as it would be with other texts, beside the present one. */
  private withTexts(texts: ReadonlyMap<string, string>, types: boolean, reads: CheckReads): ReturnType<FixCheck['withTexts']> {
    const sources = this.sources.withTexts(texts);
    const checker = this.settings.types ? this.checker.withSources(sources, [...texts.keys()]) : undefined;
    const facts = types ? this.refined.facts.beside(sources, checker, [...texts.keys()]) : this.quick.facts.beside(sources, undefined, [...texts.keys()]);
    for (const path of texts.keys()) reads.files.add(path);
    return {
      sources, bindings: (path) => bindingsIn(facts, path),
      review: (path) => {
        const { review } = facts.within(path, () => this.review(path, facts, types, undefined));
        for (const each of facts.consultedFiles()) reads.files.add(each);
        return review;
      },
      typeErrors: (path) => {
        reads.files.add(path);
        return checker?.errorsOf(path) ?? [];
      },
      exportedTypes: (path) => checker?.exportedTypes(path) ?? new Map(),
    };
  }

  dispose(): void {
    this.checker.dispose();
    this.forget();
  }

  private forget(): void {
    for (const tier of [this.quick, this.refined]) {
      tier.facts.reset();
      tier.reviewed.clear();
    }
    this.kept.clear();
  }

  private invalidate(path: string): void {
    this.checker.changed(path);
    const affected = new Set<string>();
    for (const tier of [this.quick, this.refined]) {
      for (const each of tier.facts.invalidate(path)) {
        tier.reviewed.delete(each);
        affected.add(each);
      }
    }
    if (this.kept.isEmpty) return;
    const byTypes = this.checker.mayDependOn(path);
    this.kept.drop((each) => affected.has(each) || byTypes(each));
  }

  private isRefined(path: string): boolean {
    return this.settings.types && this.refined.reviewed.has(path);
  }

  private isOff(path: string): boolean {
    const role = pathRole(this.resolver.relative(path));
    return role !== 'product' && this.settings.roles[role] === 'off';
  }

  private reviewed(path: string, types: boolean, cancel: CancellationFlag | undefined): Reviewed {
    const tier = types ? this.refined : this.quick;
    const known = tier.reviewed.get(path);
    if (known) return known;
    const outcome = tier.facts.within(path, () => this.review(path, tier.facts, types, cancel));
    if (!outcome.aborted) tier.reviewed.set(path, outcome);
    return outcome;
  }

  private review(path: string, facts: Facts, types: boolean, cancel: CancellationFlag | undefined): Reviewed & { readonly aborted: boolean } {
    const file = facts.fileAt(path);
    const refined = types || !this.settings.types;
    if (!file) {
      const reason = facts.sources.skipReason(path) ?? (facts.sources.text(path) === undefined ? 'cannot be read' : 'cannot be parsed');
      return { review: { path, findings: [], suppressed: [], skipped: { path, reason }, errors: [], refined: true, timing: {} }, found: [], unused: [], aborted: false };
    }
    const relativePath = this.resolver.relative(path);
    const byPath = pathRole(relativePath);
    const role = byPath === 'product' && isRunOnce(file) ? 'script' : byPath;
    const allowed = role === 'product' ? 'high' : this.settings.roles[role];
    // A role that was only inferred takes no finding away.
    const cap = role !== byPath && allowed === 'low' ? 'medium' : allowed;
    // Where nothing could be shown, nothing is looked for: tests are half of many repositories.
    const silent = cap === 'off' || !atLeast(cap, this.settings.minConfidence);
    const active: ActiveRule[] = (silent ? [] : this.rules)
      .filter((rule) => this.settings.rules[rule.id]?.enabled !== false)
      .map((rule) => ({ rule, context: { path, file, facts, role, options: (this.settings.rules[rule.id]?.options ?? {}) as RuleContext['options'] } }));
    const walked = walkRules(file, active, cancel);
    const { found, errors } = toFindings({
      file, relativePath, role, roleShownBy: role === byPath ? 'path' : 'content', detections: walked.detections, cap: cap === 'off' ? 'low' : cap,
      severityOf: (ruleId) => this.settings.rules[ruleId]?.severity,
    });
    const suppression = applySuppressions({
      file, path, relativePath, findings: found.map((each) => each.finding), known: allDeclarations(this.rules).map((rule) => rule.id),
      active: new Set(walked.errors.length + errors.length > 0 || !refined ? [] : active.map((each) => each.rule.id)),
    });
    const shown = (finding: Finding): boolean => atLeast(finding.confidence, this.settings.minConfidence);
    const unusedOn = refined && this.settings.rules['unused-suppression']?.enabled !== false;
    const severity = this.settings.rules['unused-suppression']?.severity;
    const unused = unusedOn ? suppression.unused.map((each) => (severity ? { ...each, finding: { ...each.finding, severity } } : each)) : [];
    const review: FileReview = {
      path, errors: [...walked.errors, ...errors], refined, timing: walked.timing,
      findings: [...suppression.kept.filter(shown), ...unused.map((each) => each.finding)].sort((a, b) => a.span.start - b.span.start),
      suppressed: suppression.suppressed.filter((each) => shown(each.finding)),
    };
    return { review, found, unused, aborted: walked.aborted };
  }
}

function bindingsIn(facts: Facts, path: string): Bindings | undefined {
  const file = facts.fileAt(path);
  return file && facts.bindingsOf(file);
}
