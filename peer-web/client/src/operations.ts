/** Everything that is generated from operations/*.graphql: typed documents, their variables, and what they answer. */
export * from '../target/generated/graphql.js';
