import { discountFor } from './discounts';
import { listPrice } from './price-list';

/** What one book costs this customer, in cents. */
export async function linePrice(customerId: string, isbn: string): Promise<number> {
  const price = await listPrice(isbn);
  const discount = await discountFor(customerId, isbn);
  return Math.round(price * (1 - discount));
}
