import type { Library } from './library.js';
import { mongoose } from './mongoose.js';
import { prisma } from './prisma.js';
import { sequelize } from './sequelize.js';
import { typeorm } from './typeorm.js';

/** Every table, one line each, in alphabetical order. */
export const libraries: readonly Library[] = [
  mongoose,
  prisma,
  sequelize,
  typeorm,
];
