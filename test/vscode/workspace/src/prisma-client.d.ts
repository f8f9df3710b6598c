// Enough of the generated client that this folder has no type errors without an install.
declare module "@prisma/client" {
  interface Model {
    findMany(query: { where?: Record<string, unknown>; take?: number }): Promise<{ id: number }[]>;
  }
  export class PrismaClient {
    user: Model;
    order: Model;
  }
}
