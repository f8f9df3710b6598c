import { useEffect, useState } from 'react';
import { useLiveOrders, useUptime } from './useLiveOrders';

export function Dashboard() {
  const orders = useLiveOrders();
  const uptime = useUptime();
  const [selected, setSelected] = useState(0);

  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      if (event.key === 'ArrowDown') setSelected((row) => Math.min(row + 1, orders.length - 1));
      if (event.key === 'ArrowUp') setSelected((row) => Math.max(row - 1, 0));
    };
    window.addEventListener('keydown', move);
  }, [orders.length]);

  // Once is enough for the first key press: the browser removes this listener by itself.
  useEffect(() => {
    window.addEventListener('keydown', () => document.body.classList.add('uses-keyboard'), { once: true });
  }, []);

  return (
    <main>
      <h1>Open orders</h1>
      <ol>
        {orders.map((order, row) => (
          <li key={order.id} aria-current={row === selected}>
            {order.customer}: {order.books} books
          </li>
        ))}
      </ol>
      <footer>watching for {uptime} s</footer>
    </main>
  );
}
