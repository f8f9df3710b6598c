// A small program that computes: parsing, a map, sorting, arithmetic. Its argument is how many rounds.
const rounds = Number(process.argv[2]);
const text = "lorem ipsum dolor sit amet ".repeat(400);

function parse() {
  let hash = 0;
  for (const word of text.split(" ")) hash = (hash * 31 + word.length) | 0;
  return hash;
}

function count() {
  const counts = new Map();
  for (let index = 0; index < 8000; index++) counts.set(`k${index % 5000}`, (counts.get(`k${index % 5000}`) ?? 0) + index);
  return counts.size;
}

function sort() {
  const values = Array.from({ length: 6000 }, (_, index) => (index * 7919) % 6000);
  return values.sort((a, b) => a - b)[0];
}

function add() {
  let sum = 0;
  for (let index = 0; index < 200_000; index++) sum += Math.sqrt(index) % 3;
  return sum;
}

let result = 0;
for (let round = 0; round < rounds; round++) result += parse() + count() + sort() + add();
if (Number.isNaN(result)) process.exitCode = 1;
