import { defineLibrary } from './library.js';
import { inert, over } from './operations.js';

// What goes out is the batch function's affair: `load` only puts a key on the list of this tick.
const { read } = over('memory');

export const dataloader = defineLibrary({
  id: 'dataloader',
  label: 'DataLoader',
  packages: ['dataloader'],
  typings: { package: 'dataloader', version: '2.2.3' },
  exports: { default: { type: 'loaderClass' }, '*': { type: 'loaderClass' } },
  declared: { DataLoader: 'loader' },
  types: {
    // One call of the batch function per tick, with all keys.
    loaderClass: { userClass: true, construct: { returns: 'loader', callbacks: [{ argument: 0, runs: 'later' }] } },
    loader: {
      members: {
        load: read('one', { autoBatched: true }),
        loadMany: read('page', { autoBatched: true, acceptsMany: true }),
        ...inert('clear clearAll prime name'),
      },
    },
  },
  shapes: [{ receiver: /(?:[lL]oader|[lL]oaders)$/, type: 'loader', members: ['load', 'loadMany'] }],
});
