/** Titles by ISBN, kept in memory. It is asked like a repository, but nothing leaves the process. */
export class TitleIndex {
  private readonly titles = new Map<string, string>();

  async findOne(isbn: string): Promise<string | undefined> {
    return this.titles.get(isbn);
  }

  add(isbn: string, title: string): void {
    this.titles.set(isbn, title);
  }
}

export async function titlesOf(index: TitleIndex, isbns: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const isbn of isbns) {
    const title = await index.findOne(isbn);
    if (title !== undefined) found.push(title);
  }
  return found;
}
