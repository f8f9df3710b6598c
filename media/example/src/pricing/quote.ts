import { linePrice } from './line-price';

export interface QuotedLine {
  isbn: string;
  quantity: number;
  price: number;
}

export async function quote(customerId: string, wanted: { isbn: string; quantity: number }[]) {
  const lines: QuotedLine[] = [];
  for (const { isbn, quantity } of wanted) {
    lines.push({ isbn, quantity, price: await linePrice(customerId, isbn) });
  }
  return { lines, total: lines.reduce((sum, line) => sum + line.price * line.quantity, 0) };
}
