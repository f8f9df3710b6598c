import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const storage = new S3Client({});
const Bucket = process.env.INVOICE_BUCKET ?? 'invoices';

export interface Invoice {
  orderId: string;
  html: string;
}

/** Puts the invoices of the day where the tax adviser finds them. */
export async function archive(invoices: Invoice[]): Promise<void> {
  for (const invoice of invoices) {
    await storage.send(new PutObjectCommand({ Bucket, Key: `${invoice.orderId}.html`, Body: invoice.html }));
  }
}

/** The invoices of some orders, as they were sent. */
export async function load(orderIds: string[]): Promise<string[]> {
  const pages: string[] = [];
  for (const orderId of orderIds) {
    const object = await storage.send(new GetObjectCommand({ Bucket, Key: `${orderId}.html` }));
    pages.push((await object.Body?.transformToString()) ?? '');
  }
  return pages;
}
