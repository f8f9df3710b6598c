import { useEffect, useState } from 'react';

export interface LiveOrder {
  id: string;
  customer: string;
  books: number;
}

async function fetchOrders(): Promise<LiveOrder[]> {
  const response = await fetch('/orders/open');
  return (await response.json()) as LiveOrder[];
}

/** The open orders, asked for again every ten seconds. */
export function useLiveOrders(): LiveOrder[] {
  const [orders, setOrders] = useState<LiveOrder[]>([]);
  useEffect(() => {
    const refresh = () => void fetchOrders().then(setOrders);
    refresh();
    setInterval(refresh, 10_000);
  }, []);
  return orders;
}

/** Seconds since the page was opened. The interval ends with the component. */
export function useUptime(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((value) => value + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
