// The usual Mocha output, and the numbers in the file that PERF_REVIEW_TALLY names: the one way by which a runner
// outside learns what happened inside Mocha, wherever that ran.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

class TallyReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const tally = { passed: 0, failed: 0, unsteady: [], finished: false };
    const save = () => {
      if (process.env.PERF_REVIEW_TALLY) writeFileSync(process.env.PERF_REVIEW_TALLY, JSON.stringify(tally));
    };
    runner.on("pass", () => {
      tally.passed++;
      save();
    });
    runner.on("fail", () => {
      tally.failed++;
      save();
    });
    runner.on("retry", (test, error) => {
      tally.unsteady.push(test.fullTitle());
      console.log(`    ? ${test.title}: failed, is tried once more\n${error.stack ?? error}`);
      save();
    });
    runner.once("end", () => {
      tally.finished = true;
      save();
    });
  }
}

module.exports = TallyReporter;
