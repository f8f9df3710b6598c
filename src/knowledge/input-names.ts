/** Names under which callers say how many rows they want. */
const PAGE_SIZE = /^(?:limit|take|pageSize|page_size|perPage|per_page|itemsPerPage|rowsPerPage|maxRows|maxResults|max_results|resultsPerPage|limitNum|pageLimit|batchSize)$|^(?:[A-Z]+_)*(?:PAGE_SIZE|PER_PAGE|LIMIT)$/;

export function isPageSizeName(name: string): boolean {
  return PAGE_SIZE.test(name);
}
