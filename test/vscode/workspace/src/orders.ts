import { PrismaClient } from "@prisma/client";

const db = new PrismaClient();

export async function ordersOfUsers(): Promise<unknown[]> {
  const users = await db.user.findMany({ take: 500 });
  const orders: unknown[] = [];
  for (const user of users) {
    orders.push(await db.order.findMany({ where: { userId: user.id } }));
  }
  return orders;
}
