/**
 * Functions that GraphQL calls once per object of a list: a query in one of them is an N+1 although no loop is in sight.
 * Root fields (`Query`, `Mutation`, `Subscription`) run once per request.
 */
export interface FieldResolvers {
  readonly id: string;
  readonly packages: readonly (string | RegExp)[];
  /** Decorators of the methods that resolve a field of a parent, and of the parameter that is the parent. */
  readonly decorators?: readonly string[];
  readonly parentDecorators?: readonly string[];
  /** Decorators of the class; its argument names the parent type. */
  readonly classDecorators?: readonly string[];
  /** Decorators of root fields, which run once. */
  readonly rootDecorators?: readonly string[];
  /** Types of a resolver map, `{ User: { posts(parent) {} } }`, by which an object literal is known to be one. */
  readonly mapTypes?: readonly RegExp[];
  /** Calls that take a resolver map: the argument or the property of its options. */
  readonly mapCalls?: readonly { readonly name: string; readonly property?: string }[];
  /** Names a variable or export may have that holds a map; only with a root key or a known parent type in it. */
  readonly mapNames?: RegExp;
  /** Builder calls with `resolve` in their options: `t.field({ resolve(parent) {} })`. */
  readonly builders?: readonly { readonly constructor: string; readonly property: 'resolve' }[];
  /** Place of the parent among the parameters of a resolver that has no decorators. */
  readonly parentParameter: number;
}

/** Keys of a resolver map whose members run once per request, not once per object. */
export const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** Members of a type in a resolver map that are not field resolvers; `__resolveReference` is called once per entity all the same. */
export const resolverMembers: Readonly<Record<string, 'each' | 'never'>> = { __resolveReference: 'each', __resolveType: 'each', __isTypeOf: 'each', subscribe: 'never' };

/** What a resolver asks instead: one instance per request, kept in the context. */
export const batchLoaders: readonly { readonly package: string; readonly type: string }[] = [
  { package: 'dataloader', type: 'DataLoader' },
  { package: 'graphql-parse-resolve-info', type: 'ResolveTree' },
];

export const fieldResolvers: readonly FieldResolvers[] = [
  {
    id: 'nest', packages: ['@nestjs/graphql'], decorators: ['ResolveField', 'ResolveProperty', 'ResolveReference'], parentDecorators: ['Parent', 'Root'],
    classDecorators: ['Resolver'], rootDecorators: ['Query', 'Mutation', 'Subscription'], parentParameter: 0,
  },
  {
    id: 'type-graphql', packages: ['type-graphql'], decorators: ['FieldResolver'], parentDecorators: ['Root'],
    classDecorators: ['Resolver'], rootDecorators: ['Query', 'Mutation', 'Subscription'], parentParameter: 0,
  },
  {
    id: 'resolver-map',
    packages: ['graphql', '@apollo/server', 'apollo-server', /^apollo-server-/, '@graphql-tools/schema', 'graphql-tools', 'graphql-yoga', 'mercurius', '@apollo/subgraph'],
    mapTypes: [/^I?Resolvers?$/, /^\w+Resolvers$/, /^GraphQLFieldResolver$/],
    mapCalls: [
      { name: 'ApolloServer', property: 'resolvers' },
      { name: 'makeExecutableSchema', property: 'resolvers' },
      { name: 'createSchema', property: 'resolvers' },
      { name: 'addResolversToSchema', property: 'resolvers' },
      { name: 'buildSubgraphSchema', property: 'resolvers' },
    ],
    mapNames: /^(?:resolvers?|\w+Resolvers?)$/,
    parentParameter: 0,
  },
  {
    id: 'code-first', packages: ['graphql', 'nexus', '@pothos/core', 'graphql-compose'],
    builders: [
      { constructor: 'GraphQLObjectType', property: 'resolve' },
      { constructor: 'objectType', property: 'resolve' },
      { constructor: 'extendType', property: 'resolve' },
      { constructor: 'field', property: 'resolve' },
    ],
    parentParameter: 0,
  },
];
