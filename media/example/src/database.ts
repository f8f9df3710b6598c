import { PrismaClient } from '@prisma/client';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Redis } from 'ioredis';
import { Pool } from 'pg';

/** Orders and customers. */
export const prisma = new PrismaClient();

/** Stock and reviews live in an older database, which the warehouse shares. */
export const pool = new Pool({ connectionString: process.env.WAREHOUSE_URL, max: 10 });
export const warehouse = drizzle(pool);

export const redis = new Redis(process.env.REDIS_URL ?? 'redis://localhost:6379');
