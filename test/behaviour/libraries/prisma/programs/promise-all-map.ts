import type { PrismaClient } from '../generated/prisma/client.js';

export async function countryNames(prisma: PrismaClient, codes: string[]) {
  return Promise.all(codes.map(async (code) => {
    const country = await prisma.country.findFirst({ where: { code } });
    return country ? country.name : `unknown: ${code}`;
  }));
}
