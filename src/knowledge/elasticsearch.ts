import { defineLibrary } from './library.js';
import { connection, inert, over } from './operations.js';

const { read, write, readWrite } = over('search');

const bulk = { batch: '`bulk`' };

export const elasticsearch = defineLibrary({
  id: 'elasticsearch',
  label: 'Elasticsearch',
  packages: ['@elastic/elasticsearch', '@opensearch-project/opensearch'],
  typings: { package: '@elastic/elasticsearch', version: '9.5.1' },
  exports: { Client: { type: 'clientClass' }, ...inert('errors') },
  declared: { Client: 'client' },
  maxParameters: 65_536, // Values of one `terms` query (index.max_terms_count).
  types: {
    clientClass: { construct: { returns: 'client', acquires: connection('Elasticsearch client', 'close') } },
    client: {
      members: {
        // Ten hits unless `size` says otherwise, so never unbounded.
        search: read('page', { batch: '`msearch`, or one `terms` query' }),
        get: read('one', { batch: '`mget`' }),
        getSource: read('one', { batch: '`mget`' }),
        exists: read('count', { batch: '`mget`' }),
        count: read('count', { batch: '`msearch` with `size: 0`' }),
        mget: read('page', { acceptsMany: true }),
        msearch: read('page', { acceptsMany: true }),
        searchTemplate: read('page'),
        scroll: read('page'),
        openPointInTime: { acquires: { resource: 'point in time', kind: 'cleanup-function', release: { receiver: ['closePointInTime'], matching: 0 } } },
        index: write('one', bulk),
        create: write('one', bulk),
        update: write('one', bulk),
        delete: write('none', bulk),
        bulk: write('none', { acceptsMany: true }),
        updateByQuery: write('none'),
        deleteByQuery: write('none'),
        reindex: readWrite('none'),
        helpers: { type: 'helpers' },
        ...inert('closePointInTime clearScroll close ping info indices cluster cat child'),
      },
    },
    helpers: { members: { bulk: write('none', { acceptsMany: true }), search: read('page'), scrollSearch: read('page'), scrollDocuments: read('page'), msearch: read('page', { autoBatched: true }) } },
  },
  shapes: [{ receiver: /^(?:elasticClient|esClient|elasticsearch|elasticsearchClient|opensearch)$/, type: 'client', members: ['msearch', 'mget', 'deleteByQuery', 'updateByQuery'] }],
});
