const endpoint = new URL('../graphql', window.location.href);
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol === 'https:' ? 'wss:' : 'ws:';

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: endpoint.href, subscriptionUrl: socket.href }),
    defaultQuery: '# Log in by the mutation logIn, then write under Headers: { "Authorization": "Bearer …" }\n',
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
