import tsPlugin from "@typescript-eslint/eslint-plugin";
import tsParser from "@typescript-eslint/parser";

const everywhere = {
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-var": "error",
  "prefer-const": "error",
  "no-debugger": "error",
  "no-unreachable": "error",
  "no-fallthrough": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-unused-private-class-members": "error",
  "max-lines": ["warn", { max: 400, skipBlankLines: true, skipComments: true }],
};

const unusedUnlessUnderscored = { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_", ignoreRestSiblings: true };

export default [
  // Fixtures and examples are wrong on purpose.
  { ignores: ["dist/", "out/", "node_modules/", ".vscode-test/", ".corpus/", ".bench/", ".typings/", ".behaviour/", ".runner-projects/", "test/behaviour/libraries/", "test/runner/projects/", "media/", "test/fixtures/", "test/vscode/workspace/"] },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: { ecmaVersion: 2024 },
    rules: { ...everywhere, "no-unused-vars": ["error", unusedUnlessUnderscored] },
  },
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    languageOptions: { parser: tsParser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "@typescript-eslint": tsPlugin },
    rules: {
      ...everywhere,
      "@typescript-eslint/no-unused-vars": ["error", unusedUnlessUnderscored],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
    },
  },
];
