import type { Library } from './library.js';
import { drizzle } from './drizzle.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { mongoose } from './mongoose.js';
import { objection } from './objection.js';
import { prisma } from './prisma.js';
import { sequelize } from './sequelize.js';
import { typeorm } from './typeorm.js';

/** Every table, one line each, in alphabetical order. */
export const libraries: readonly Library[] = [
  drizzle,
  knex,
  kysely,
  mongoose,
  objection,
  prisma,
  sequelize,
  typeorm,
];
