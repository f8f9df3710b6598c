// Works a little, has a child that does the same, and waits: node family.mjs FILE. The child writes both process ids to the file.
import { fork } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';

const [, program, file, isChild] = process.argv;

function work() {
  let sum = 0;
  for (let i = 0; i < 3e7; i += 1) sum += Math.sqrt(i);
  return sum;
}

work();
if (isChild === undefined) fork(program, [file, 'child']);
else {
  writeFileSync(`${file}.part`, `${process.ppid} ${process.pid}`);
  renameSync(`${file}.part`, file);
}
setInterval(() => {}, 1e6);
