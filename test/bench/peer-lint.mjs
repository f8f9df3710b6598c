// Copied next to the peers in .bench/, where its import resolves. Lints texts that come by message, in one process: node peer-lint.mjs CONFIG
import { ESLint } from "eslint";

const eslint = new ESLint({ overrideConfigFile: process.argv[2], allowInlineConfig: false });

process.on("message", async ({ file, text }) => {
  const [result] = await eslint.lintText(text, { filePath: file });
  process.send({ failed: result === undefined || result.messages.some(({ fatal }) => fatal) });
});
