// Copied next to the peers in .bench/, where its imports resolve; lints the folder it is run in.
import reactWebApi from "eslint-plugin-react-web-api";
import tseslint from "typescript-eslint";

export default [
  {
    files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: process.cwd() } },
    plugins: { "@typescript-eslint": tseslint.plugin, "react-web-api": reactWebApi },
    rules: {
      "no-await-in-loop": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "react-web-api/no-leaked-event-listener": "error",
      "react-web-api/no-leaked-interval": "error",
      "react-web-api/no-leaked-resize-observer": "error",
      "react-web-api/no-leaked-timeout": "error",
    },
  },
];
