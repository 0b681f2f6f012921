/**
 * How Hive Gateway runs over our subgraphs: as it comes, less its pages, which load scripts from elsewhere. Without its own
 * types, which would change those of graphql in the whole project.
 */
export const gatewayConfig = { landingPage: false, graphiql: false };
