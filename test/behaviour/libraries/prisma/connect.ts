import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/prisma/client.js';

interface Address { host: string; port: number; user: string; password: string; database: string }

export async function connect(address: Address) {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ ...address, max: 1 }) });
  return { session: () => [prisma], close: () => prisma.$disconnect() };
}
