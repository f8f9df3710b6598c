import assert from 'node:assert/strict';
import { repair, type Repaired } from '../../src/engine/repair.js';
import { reviewProgram } from '../support/review-program.js';

/** Two batched reads of one loop, which could as well be started together in each round. */
const PROGRAM = `import { Model } from 'sequelize';

class Author extends Model {
  declare id: number;
  declare name: string;
}
class Shop extends Model {
  declare id: number;
  declare town: string;
}

declare function authorNames(author: Author | null): void;

export async function labels(books: readonly { authorId: number; shopId: number }[]) {
  const found: string[] = [];
  for (const book of books) {
    const author = await Author.findByPk(book.authorId);
    const shop = await Shop.findByPk(book.shopId);
    found.push(\`\${author?.name}, \${shop?.town}\`);
  }
  return found;
}
`;

/** What waits in each round for something else has no neighbour there; before the loop it has one. */
const APART = PROGRAM.replace("const shop =", "authorNames(author);\n    const shop =");

describe('repairs of a whole file', () => {
  for (const [what, program] of [['leave queries out before they start the others together', PROGRAM], ['start what they brought together as well', APART]] as const) it(what, () => {
    const { session, reviews } = reviewProgram({ 'labels.ts': program }, {});
    const steps = repair({ session, reviews, safeties: ['safe', 'review'], wanted: () => true, mayEdit: () => true, review: (path) => session.reviewFile(path, { types: true }) });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const { texts, stable }: Repaired = step.value;
    const after = [...texts.values()][0]?.after ?? '';
    assert.ok(stable);
    assert.match(after, /await Promise\.all\(\[\s*Author\.findAll\([^]*Shop\.findAll\(/);
    assert.doesNotMatch(after.slice(after.indexOf('for (const book of books)')), /await/);
  });
});
