import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = fileURLToPath(new URL("compared-program.mjs", import.meta.url));
/** About 150 ms of CPU time, and a fifth less of the same work. */
const ROUNDS = 25;
const FEWER = 20;

/**
 * How often runs of the same program are told apart, and how often a fifth less work is called faster.
 * @param repetitions of both questions
 * @param runs of each side in each of them; absent: as many as the product makes
 * @param onBegin called with the number of runs of each side
 * @param onVerdict called after each comparison
 */
export async function measureComparisons({ cache, preload, repetitions, runs: wanted, onBegin, onVerdict }) {
  const outfile = path.join(cache, "compare-turns.mjs");
  await build({ entryPoints: [path.join(root, "test/bench/compare-turns.ts")], outfile, bundle: true, platform: "node", format: "esm", logLevel: "warning" });
  const { usualRuns, verdictOn } = await import(outfile);
  const runs = wanted ?? usualRuns;
  onBegin(runs);
  const results = { runs, same: [], faster: [] };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const [name, rounds] of [["same", ROUNDS], ["faster", FEWER]]) {
      const verdict = await verdictOn([program, String(ROUNDS)], [program, String(rounds)], runs, preload);
      results[name].push(verdict);
      onVerdict(name, verdict);
    }
  }
  return results;
}
