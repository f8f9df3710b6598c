const CARRIER = process.env.CARRIER_URL ?? 'https://carrier.example/v2';

export interface TrackingState {
  trackingNumber: string;
  state: string;
}

export async function track(trackingNumber: string): Promise<TrackingState> {
  const response = await fetch(`${CARRIER}/track/${encodeURIComponent(trackingNumber)}`);
  if (!response.ok) throw new Error(`carrier answered ${response.status}`);
  return (await response.json()) as TrackingState;
}

/** The carrier answers for up to a hundred parcels at once. */
export async function trackMany(trackingNumbers: string[]): Promise<TrackingState[]> {
  const response = await fetch(`${CARRIER}/track?numbers=${trackingNumbers.join(',')}`);
  if (!response.ok) throw new Error(`carrier answered ${response.status}`);
  return (await response.json()) as TrackingState[];
}

/** The label service is down for some seconds every night; asking again is what its manual recommends. */
export async function createLabel(orderId: string): Promise<string> {
  for (let attempt = 1; attempt <= 4; attempt++) {
    const response = await fetch(`${CARRIER}/labels`, { method: 'POST', body: JSON.stringify({ orderId }) });
    if (response.ok) return response.text();
    await new Promise((resolve) => setTimeout(resolve, attempt * 500));
  }
  throw new Error(`no label for order ${orderId}`);
}
