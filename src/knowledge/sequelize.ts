import { defineLibrary, type Member } from './library.js';
import { declares } from './members.js';
import { chain, connection, inert, over, pooled } from './operations.js';

const { read, write, readWrite } = over('database');

const where = { filter: { argument: 0, property: 'where' } };
const inList = { batch: '`findAll` with `where: { id: ids }`' };
const grouped = { batch: 'one grouped query (`group`)' };
const include = { batch: '`include` in the query that loads the parents' };
const bulkCreate = { batch: '`bulkCreate`' };

/** Hooks around what happens to one row; the batch forms have only hooks of their own (`beforeBulkDestroy`). */
const hooksOf = (...events: readonly string[]) => ({ rowHooks: events.flatMap((event) => [`before${event}`, `after${event}`]) });
const created = hooksOf('Create', 'Save', 'Validate');
const updated = hooksOf('Update', 'Save', 'Validate');

const associationGet = read('many', { relation: true, bound: { options: ['limit'], argument: 0 }, filter: { argument: 0, property: 'where' }, ...include }, { returnsEach: 'instance' });
const associationWrite = write('none', { batch: 'one `bulkCreate` or `update` over all parents' });
const associationCount = read('count', { ...grouped });

const transaction: Member = {
  returns: 'transaction',
  callbacks: [{ argument: -1, parameters: ['transaction'], runs: 'once', transaction: true }],
  acquires: { ...pooled('transaction', 'commit', 'rollback'), unlessCallback: true },
};

export const sequelize = defineLibrary({
  id: 'sequelize',
  label: 'Sequelize',
  packages: ['sequelize', 'sequelize-typescript', '@sequelize/core', '@nestjs/sequelize'],
  typings: { package: 'sequelize', version: '6.37.8' },
  exports: {
    default: { type: 'sequelizeClass' },
    '*': { type: 'sequelizeClass' },
    Sequelize: { type: 'sequelizeClass' },
    Model: { type: 'modelClass' },
    ...inert('Op DataTypes QueryTypes col fn literal where cast json'),
  },
  declared: {
    Sequelize: 'sequelize',
    ...declares('ModelStatic ModelCtor ModelDefined', 'modelClass'),
    Model: 'instance',
    Transaction: 'transaction',
    ...declares('HasManyGetAssociationsMixin BelongsToManyGetAssociationsMixin', 'getMany'),
    ...declares('HasOneGetAssociationMixin BelongsToGetAssociationMixin', 'getOne'),
    ...declares('HasManyCountAssociationsMixin BelongsToManyCountAssociationsMixin', 'countMany'),
    ...declares('HasManyHasAssociationMixin HasManyHasAssociationsMixin BelongsToManyHasAssociationMixin BelongsToManyHasAssociationsMixin', 'countMany'),
    ...declares('HasManyAddAssociationMixin HasManyAddAssociationsMixin HasManySetAssociationsMixin HasManyRemoveAssociationMixin HasManyRemoveAssociationsMixin', 'writeMany'),
    ...declares('BelongsToManyAddAssociationMixin BelongsToManyAddAssociationsMixin BelongsToManySetAssociationsMixin', 'writeMany'),
    ...declares('BelongsToManyRemoveAssociationMixin BelongsToManyRemoveAssociationsMixin BelongsToSetAssociationMixin HasOneSetAssociationMixin', 'writeMany'),
    ...declares('HasManyCreateAssociationMixin BelongsToManyCreateAssociationMixin BelongsToCreateAssociationMixin HasOneCreateAssociationMixin', 'createOne'),
  },
  decorators: { InjectModel: 'modelClass', InjectConnection: 'sequelize' },
  maxParameters: 2_098, // The smallest of its databases: SQL Server takes 2,100 per call, and sp_executesql needs two of them.
  serialOptions: ['transaction'],
  contention: { outcome: 'queued', afterRollback: 'refused', source: 'https://github.com/sequelize/sequelize/issues/16603' },
  types: {
    sequelizeClass: {
      construct: { returns: 'sequelize', acquires: connection('database connection pool', 'close') },
      members: {
        Sequelize: { type: 'sequelizeClass' },
        Model: { type: 'modelClass' },
        ...inert('Op DataTypes QueryTypes col fn literal where cast json useCLS'),
      },
    },
    sequelize: {
      members: {
        define: { returns: 'modelClass' },
        model: { returns: 'modelClass' },
        import: { returns: 'modelClass' }, // A model's file by its path, up to version 5.
        models: { type: 'models' },
        query: read('sql'),
        transaction,
        ...inert('authenticate sync close escape isDefined getDialect addModels getQueryInterface literal fn col where config'),
      },
    },
    models: { anyMember: { type: 'modelClass' } },
    modelClass: {
      userClass: true,
      entity: 'class',
      construct: { returns: 'instance' },
      members: {
        findAll: read('many', { ...where, bound: { options: ['limit'], argument: 0 }, ...inList }, { returnsEach: 'instance' }),
        findOne: read('one', { ...where, ...inList }, { returns: 'instance' }),
        findByPk: read('one', { filter: { argument: 0, property: '' }, ...inList }, { returns: 'instance' }),
        findAndCountAll: read('many', { ...where, bound: { options: ['limit'], argument: 0 } }),
        count: read('count', { ...where, ...grouped }),
        max: read('count', grouped),
        min: read('count', grouped),
        sum: read('count', grouped),
        aggregate: read('count', grouped),
        findOrCreate: readWrite('one', { ...where, ...bulkCreate, ...created }),
        findCreateFind: readWrite('one', { ...where, ...bulkCreate, ...created }),
        findOrBuild: read('one', { ...where, ...inList }),
        create: write('one', { ...bulkCreate, ...created }, { returns: 'instance' }),
        bulkCreate: write('many', { acceptsMany: true, bound: { positional: 0 } }, { returnsEach: 'instance' }),
        upsert: readWrite('one', { batch: '`bulkCreate` with `updateOnDuplicate`', ...hooksOf('Upsert', 'Validate') }),
        update: write('none', { filter: { argument: 1, property: 'where' }, batch: '`update` with `where: { id: ids }`, or `bulkCreate` with `updateOnDuplicate`', sameValues: { argument: 0 } }),
        destroy: write('none', { ...where, batch: '`destroy` with `where: { id: ids }`' }),
        restore: write('none', { ...where, batch: '`restore` with `where: { id: ids }`' }),
        increment: write('none', { filter: { argument: 1, property: 'where' }, batch: '`increment` with `where: { id: ids }`' }),
        decrement: write('none', { filter: { argument: 1, property: 'where' }, batch: '`decrement` with `where: { id: ids }`' }),
        truncate: write('none'),
        build: { returns: 'instance' },
        bulkBuild: { returnsEach: 'instance' },
        ...chain('init scope unscoped schema'),
        sequelize: { type: 'sequelize' },
        ...inert('sync drop describe hasOne hasMany belongsTo belongsToMany addHook beforeCreate addScope getAttributes getTableName associations rawAttributes primaryKeyAttribute'),
      },
    },
    instance: {
      members: {
        save: write('one', { ...bulkCreate, sameValues: { receiver: true }, ...hooksOf('Create', 'Update', 'Save', 'Validate') }),
        update: write('one', { batch: '`update` with `where: { id: ids }`, or `bulkCreate` with `updateOnDuplicate`', sameValues: { argument: 0 }, ...updated }),
        destroy: write('none', { batch: '`destroy` with `where: { id: ids }`', ...hooksOf('Destroy') }),
        restore: write('none', { batch: '`restore` with `where: { id: ids }`', ...hooksOf('Restore') }),
        reload: read('one', inList),
        increment: write('one', { batch: '`increment` with `where: { id: ids }`' }),
        decrement: write('one', { batch: '`decrement` with `where: { id: ids }`' }),
        ...inert('validate get set getDataValue setDataValue toJSON changed previous where equals equalsOneOf isNewRecord isSoftDeleted addHook setAttributes'),
      },
      // Written by `hasMany` and its kin, under the name of the association.
      patterns: [
        { name: /^get[A-Z]/, member: associationGet },
        { name: /^count[A-Z]/, member: associationCount },
        { name: /^has[A-Z]/, member: associationCount },
        { name: /^(?:add|set|remove)[A-Z]/, member: associationWrite },
        { name: /^create[A-Z]/, member: write('one', bulkCreate, { returns: 'instance' }) },
      ],
    },
    transaction: { serial: true, members: inert('commit rollback afterCommit LOCK') },
    getMany: { call: associationGet },
    getOne: { call: read('one', { ...include, relation: true }, { returns: 'instance' }) },
    countMany: { call: associationCount },
    writeMany: { call: associationWrite },
    createOne: { call: write('one', bulkCreate, { returns: 'instance' }) },
  },
  shapes: [
    {
      receiver: /^(?:[A-Z]\w*|\w*[mM]odel)$/,
      type: 'modelClass',
      members: ['findByPk', 'findAndCountAll', 'findOrCreate', 'findCreateFind', 'bulkCreate', 'findOrBuild', 'findAll'],
    },
  ],
});
