import { createServer } from 'node:http';

/** Stands for the price service that the shop has elsewhere: one book per request, prices in cents. */
export async function startPriceService() {
  const server = createServer((request, response) => {
    const isbn = request.url?.split('/').pop() ?? '';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ isbn, price: 900 + (isbn.length * 37) % 1800 }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
