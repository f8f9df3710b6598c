import { defineLibrary, type Acquisition } from './library.js';
import { declares, members } from './members.js';
import { chain, inert, over } from './operations.js';

const { read, write, readWrite } = over('database');
const storage = over('storage');
const http = over('http');

const lazy = { lazy: true };
const filterChain = ['eq', 'in', 'match', 'filter', 'or', 'is', 'contains', 'textSearch'];
const change = { filterChain, batch: '`.in(column, keys)`', ...lazy };
const insert = { acceptsMany: true, batch: 'an array of rows', ...lazy };
const channel: Acquisition = {
  resource: 'realtime channel', kind: 'subscription', release: { methods: ['unsubscribe'], functions: ['removeChannel', 'removeAllChannels'] },
};
/** `head: true` or `count` alone brings no rows. The server may cap rows too, by a setting that the code does not show. */
const rows = { filterChain, bound: { chain: ['limit', 'range', 'single', 'maybeSingle'], options: ['head'], argument: 1 }, answer: { rows: 'data', beside: ['error', 'status', 'statusText'] }, batch: '`.in(column, keys)`, or a nested select' };

export const supabase = defineLibrary({
  id: 'supabase',
  label: 'Supabase',
  packages: ['@supabase/supabase-js', '@supabase/postgrest-js', '@supabase/ssr'],
  typings: { package: '@supabase/supabase-js', version: '2.119.1' },
  exports: {
    createClient: { returns: 'client' },
    ...members('createServerClient createBrowserClient', { returns: 'client' }),
    SupabaseClient: { type: 'clientClass' },
    PostgrestClient: { type: 'clientClass' },
  },
  declared: {
    SupabaseClient: 'client',
    PostgrestClient: 'client',
    PostgrestQueryBuilder: 'table',
    ...declares('PostgrestFilterBuilder PostgrestTransformBuilder PostgrestBuilder', 'query'),
    RealtimeChannel: 'channel',
  },
  types: {
    clientClass: { construct: { returns: 'client' } },
    client: {
      members: {
        from: { returns: 'table' },
        schema: { returns: 'client' },
        rpc: read('sql', lazy, { returns: 'query' }),
        storage: { type: 'storage' },
        functions: { type: 'functions' },
        auth: { type: 'auth' },
        channel: { returns: 'channel' },
        ...inert('removeChannel removeAllChannels getChannels realtime'),
      },
    },
    table: {
      entity: 'argument',
      members: {
        select: read('many', { ...rows, ...lazy }, { returns: 'query' }),
        insert: write('none', insert, { returns: 'query' }),
        upsert: readWrite('none', insert, { returns: 'query' }),
        update: write('none', { ...change, sameValues: { chain: ['update'] } }, { returns: 'query' }),
        delete: write('none', change, { returns: 'query' }),
      },
    },
    query: {
      members: {
        ...chain(`select eq neq gt gte lt lte like likeAllOf likeAnyOf ilike ilikeAllOf ilikeAnyOf is isDistinct in notIn contains containedBy rangeGt rangeGte rangeLt rangeLte rangeAdjacent
          overlaps textSearch match not or filter order limit range abortSignal csv geojson explain rollback returns overrideTypes throwOnError setHeader`),
        ...members('single maybeSingle', read('one', { filterChain, batch: '`.in(column, keys)`', ...lazy }, { returns: 'self' })),
      },
      awaited: read('many', rows),
    },
    storage: { members: { from: { returns: 'bucket' }, ...inert('listBuckets getBucket createBucket emptyBucket deleteBucket updateBucket') } },
    bucket: {
      members: {
        upload: storage.write('one'),
        update: storage.write('one'),
        uploadToSignedUrl: storage.write('one'),
        download: storage.read('one', lazy),
        list: storage.read('page'),
        move: storage.write('one'),
        copy: storage.write('one'),
        remove: storage.write('none', { acceptsMany: true, batch: '`remove` with all paths' }),
        createSignedUrl: storage.read('one', { batch: '`createSignedUrls`' }),
        createSignedUrls: storage.read('page', { acceptsMany: true }),
        createSignedUploadUrl: storage.write('one'),
        exists: storage.read('count'),
        info: storage.read('one'),
        getPublicUrl: {},
      },
    },
    functions: { members: { invoke: http.readWrite('one') } },
    auth: {
      members: {
        ...members('getUser getSession', http.read('one')),
        onAuthStateChange: {},
        admin: { type: 'authAdmin' },
      },
    },
    authAdmin: { members: { getUserById: http.read('one'), listUsers: http.read('page'), createUser: http.write('one'), deleteUser: http.write('none'), updateUserById: http.write('one') } },
    channel: {
      members: {
        subscribe: { returns: 'self', acquires: { ...channel, heldBy: 'receiver' } },
        on: { returns: 'self' },
        send: {},
        ...inert('unsubscribe track untrack presenceState'),
      },
    },
  },
  shapes: [{ receiver: /^(?:supabase|supabaseClient|supabaseAdmin)$/, type: 'client', members: ['from', 'rpc'] }],
});
