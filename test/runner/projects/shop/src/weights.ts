export interface Weighed {
  readonly size: number;
}

export const weigh = ({ size }: Weighed): number => {
  let weight = size;
  for (let round = 0; round < 60_000; round++) weight = (weight * 49 + 700_019) % 65_521;
  return weight;
};

export const scales = {
  zero(): number {
    let sum = 0;
    for (let round = 0; round < 150_000; round++) sum = (sum * 51 + 700_021) % 65_521;
    return sum;
  },
  tare: (weight: number): number => {
    let sum = weight;
    for (let round = 0; round < 150_000; round++) sum = (sum * 53 + 700_023) % 65_521;
    return sum;
  },
};

/** Gives out functions: what is inside runs when nobody is in it any more. */
export function scaledBy(factor: number): (weight: number) => number {
  return function (weight) {
    let sum = weight * factor;
    for (let round = 0; round < 150_000; round++) sum = (sum * 55 + 700_025) % 65_521;
    return sum;
  };
}

export default function (weights: Iterable<number>): number {
  let sum = 0;
  for (const weight of weights) {
    for (let round = 0; round < 60_000; round++) sum = (sum * 57 + 700_027 + weight) % 65_521;
  }
  return sum;
}
