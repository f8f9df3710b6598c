import assert from 'node:assert/strict';
import { readDiff } from '../../../src/profile/compare/read-diff.js';

describe('a diff of git', () => {
  it('says which lines of which files became others', () => {
    const diff = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -0,0 +1,2 @@
+// one
+// two
@@ -10,3 +12 @@ function x() {
--- a removed line that looks like a header
-b
-c
+++ b
diff --git a/old name.ts b/new name.ts
similarity index 100%
rename from old name.ts
rename to new name.ts
diff --git a/gone.ts b/gone.ts
deleted file mode 100644
--- a/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/new.ts b/new.ts
new file mode 100644
--- /dev/null
+++ b/new.ts
@@ -0,0 +1 @@
+x
diff --git "a/\\"q.ts" "b/\\"q.ts"
--- "a/\\"q.ts"
+++ "b/\\"q.ts"
@@ -1 +1 @@
-x
+y
`;
    assert.deepEqual(readDiff(diff), [
      { before: 'src/a.ts', after: 'src/a.ts', hunks: [{ line: 0, count: 0, added: 2 }, { line: 10, count: 3, added: 1 }] },
      { before: 'old name.ts', after: 'new name.ts', hunks: [] },
    ]);
    assert.deepEqual(readDiff(''), []);
  });
});
