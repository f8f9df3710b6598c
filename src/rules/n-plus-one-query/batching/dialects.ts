import type { Dialect } from './batch-query.js';
import { drizzle } from './drizzle.js';
import { mikroOrm } from './mikro-orm.js';
import { prisma } from './prisma.js';
import { sequelize } from './sequelize.js';
import { typeorm } from './typeorm.js';

/** By the id of the library's table. */
export const dialects: Readonly<Record<string, Dialect>> = { drizzle, 'mikro-orm': mikroOrm, prisma, sequelize, typeorm };
