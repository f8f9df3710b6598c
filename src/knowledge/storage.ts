import { defineLibrary, type Acquisition, type Member, type Operation } from './library.js';
import { declares, members, run } from './members.js';
import { over } from './operations.js';

const { read, write } = over('storage');

/** Performed by `client.send(new GetObjectCommand(…))`. */
const command = (operation: Operation) => ({ performed: operation }) as const;
const stored: Operation = { channel: 'storage', effect: 'read', rows: 'one' };
const put: Operation = { channel: 'storage', effect: 'write', rows: 'none' };

/** Holds a connection of the pool until it is read to its end or destroyed. */
const body: Acquisition = { resource: 'response body', kind: 'stream', property: 'Body', everyPath: true, release: {} };

export const s3 = defineLibrary({
  id: 's3',
  label: 'Amazon S3',
  packages: ['@aws-sdk/client-s3'],
  typings: { package: '@aws-sdk/client-s3', version: '3' },
  exports: {
    S3Client: { type: 'clientClass' },
    S3: { type: 'methodsClass' },
    GetObjectCommand: { type: 'getCommand' },
    HeadObjectCommand: { type: 'readCommand' },
    // A page of at most 1000 keys, by the service.
    ...members('ListObjectsCommand ListObjectsV2Command ListObjectVersionsCommand', { type: 'listCommand' }),
    ...members('PutObjectCommand CopyObjectCommand', { type: 'writeCommand' }),
    DeleteObjectCommand: { type: 'deleteCommand' },
    DeleteObjectsCommand: { type: 'deleteManyCommand' },
    paginateListObjectsV2: read('page'),
  },
  declared: { S3Client: 'client', S3: 'methods' },
  types: {
    clientClass: { construct: { returns: 'client', acquires: { resource: 'S3 client', kind: 'connection', release: { methods: ['destroy'] } } } },
    client: { members: { send: { performs: 0 }, destroy: {} } },
    methodsClass: { construct: { returns: 'methods', acquires: { resource: 'S3 client', kind: 'connection', release: { methods: ['destroy'] } } } },
    methods: { extends: 'client', members: { getObject: { acquires: body } } },
    getCommand: { ...command(stored), acquires: body },
    readCommand: command(stored),
    listCommand: command({ ...stored, rows: 'page' }),
    writeCommand: command(put),
    deleteCommand: command({ ...put, batch: '`DeleteObjectsCommand`' }),
    deleteManyCommand: command({ ...put, acceptsMany: true, maxItems: 1000 }), // 1000 keys per request, by the service.
  },
});

/** `getFiles` follows every page by itself unless `autoPaginate` is off or `maxResults` is given. */
const listing = read('many', { bound: { options: ['maxResults', 'autoPaginate'] } });

export const googleStorage = defineLibrary({
  id: 'google-cloud-storage',
  label: 'Google Cloud Storage',
  packages: ['@google-cloud/storage'],
  typings: { package: '@google-cloud/storage', version: '7' },
  exports: { Storage: { type: 'storageClass' } },
  declared: { Storage: 'storage', Bucket: 'bucket', File: 'file' },
  types: {
    storageClass: { construct: { returns: 'storage' } },
    storage: { members: { bucket: { returns: 'bucket' }, getBuckets: listing } },
    bucket: {
      members: {
        getFiles: listing,
        // Deletes one by one, after listing all that match.
        deleteFiles: write('none'),
        file: { returns: 'file' },
        exists: read('count'),
        upload: write('none'),
      },
    },
    file: {
      members: {
        ...members('download getMetadata getSignedUrl', read('one')),
        exists: read('count'),
        ...members('save delete copy move setMetadata makePublic makePrivate', write('none')),
      },
    },
  },
});

/** Iterates over every page; `byPage` bounds the size of a page and not their number. */
const walksAll: Member = run({ channel: 'storage', effect: 'read', rows: 'many', lazy: true });

export const azureBlobs = defineLibrary({
  id: 'azure-storage-blob',
  label: 'Azure Blob Storage',
  packages: ['@azure/storage-blob'],
  typings: { package: '@azure/storage-blob', version: '12' },
  exports: { BlobServiceClient: { type: 'serviceClass' }, ContainerClient: { type: 'containerClass' } },
  declared: {
    BlobServiceClient: 'service',
    ContainerClient: 'container',
    ...declares('BlobClient BlockBlobClient AppendBlobClient PageBlobClient', 'blob'),
  },
  types: {
    serviceClass: { construct: { returns: 'service' }, members: { fromConnectionString: { returns: 'service' } } },
    service: { members: { getContainerClient: { returns: 'container' }, listContainers: walksAll, findBlobsByTags: walksAll } },
    containerClass: { construct: { returns: 'container' } },
    container: {
      members: {
        ...members('listBlobsFlat listBlobsByHierarchy findBlobsByTags', walksAll),
        ...members('getBlobClient getBlockBlobClient', { returns: 'blob' }),
        exists: read('count'),
        deleteBlob: write('none', { batch: '`BlobBatchClient.deleteBlobs`' }),
        uploadBlockBlob: write('none'),
      },
    },
    blob: {
      members: {
        ...members('download getProperties downloadToBuffer downloadToFile', read('one')),
        exists: read('count'),
        ...members('delete deleteIfExists setMetadata setHTTPHeaders syncCopyFromURL beginCopyFromURL', write('none')),
      },
    },
  },
});
