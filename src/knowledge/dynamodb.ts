import { defineLibrary, type ApiType, type Member, type Operation } from './library.js';
import { declares, members } from './members.js';
import { closedAtOnce, inert } from './operations.js';

const read = (rows: Operation['rows'], details: Partial<Operation> = {}): Operation => ({ channel: 'database', effect: 'read', rows, ...details });
const write = (details: Partial<Operation> = {}): Operation => ({ channel: 'database', effect: 'write', rows: 'none', ...details });

// Numbers of items: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html and the API reference of each operation.
const get = read('one', { filter: { argument: 0, property: 'Key' }, batch: '`BatchGetCommand`, 100 keys each' });
// A page ends at 1 MB even without `Limit`; the table may still be long, and a scan reads all of it.
const page = { filter: { argument: 0, property: 'KeyConditionExpression' }, bound: { options: ['Limit'], argument: 0 } };
const put = write({ batch: '`BatchWriteCommand`, 25 items each' });
const change = write({ filter: { argument: 0, property: 'Key' }, batch: '`TransactWriteCommand`, 100 items each' });
const batchGet = read('page', { acceptsMany: true, maxItems: 100 });
const batchWrite = write({ acceptsMany: true, maxItems: 25 });
const transactGet = read('page', { acceptsMany: true, maxItems: 100 });
const transactWrite = write({ acceptsMany: true, maxItems: 100 });
const statement: Operation = { channel: 'database', effect: 'read-write', rows: 'sql' };

/** Command classes of both clients, and the methods of the aggregated `DynamoDB` and `DynamoDBDocument` classes. */
const operations: Readonly<Record<string, Operation>> = {
  GetCommand: get, GetItemCommand: get,
  QueryCommand: read('many', page),
  ScanCommand: read('many', { ...page, filter: { argument: 0, property: 'FilterExpression' } }),
  PutCommand: put, PutItemCommand: put,
  UpdateCommand: change, UpdateItemCommand: change,
  DeleteCommand: put, DeleteItemCommand: put,
  BatchGetCommand: batchGet, BatchGetItemCommand: batchGet,
  BatchWriteCommand: batchWrite, BatchWriteItemCommand: batchWrite,
  TransactGetCommand: transactGet, TransactGetItemsCommand: transactGet,
  TransactWriteCommand: transactWrite, TransactWriteItemsCommand: transactWrite,
  ExecuteStatementCommand: statement, BatchExecuteStatementCommand: { ...statement, acceptsMany: true, maxItems: 25 },
};
const commandClasses: Record<string, ApiType> = {};
const commandExports: Record<string, Member> = {};
const methods: Record<string, Member> = {};
for (const [name, operation] of Object.entries(operations)) {
  commandClasses[name] = { performed: operation };
  commandClasses[`${name}Class`] = { construct: { returns: name } };
  commandExports[name] = { type: `${name}Class` };
  methods[`${name.charAt(0).toLowerCase()}${name.slice(1, -'Command'.length)}`] = { operation };
}

const client = closedAtOnce('DynamoDB client', 'destroy');

export const dynamodb = defineLibrary({
  id: 'dynamodb',
  label: 'DynamoDB',
  packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  typings: { package: '@aws-sdk/client-dynamodb', version: '3.1162.0' },
  exports: {
    ...commandExports,
    ...members('DynamoDBClient DynamoDB', { type: 'clientClass' }),
    ...members('DynamoDBDocumentClient DynamoDBDocument', { type: 'documentClass' }),
    // Iterators over all pages.
    ...members('paginateQuery paginateScan', { operation: read('page') }),
  },
  declared: { ...declares('DynamoDBClient DynamoDB DynamoDBDocumentClient DynamoDBDocument', 'client') },
  types: {
    ...commandClasses,
    clientClass: { construct: { returns: 'client', acquires: client } },
    documentClass: { members: { from: { returns: 'client' } } },
    client: { members: { send: { performs: 0 }, ...methods, ...inert('destroy config middlewareStack') } },
  },
});
