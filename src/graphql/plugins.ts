// What happens around each operation: limits before it, the corpus' revision in its response.
import type { ApolloServerPlugin } from '@apollo/server';
import { Kind } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { EMPTY_CORPUS } from './current-engine.ts';
import type { GraphqlContext } from './context.ts';
import { checkLimits, measureOperation } from './limits.ts';

export const limitsPlugin: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request }) => {
        if (operation) checkLimits(measureOperation(schema, document, operation, request.variables ?? {}));
        return Promise.resolve();
      },
    }),
};

/** Read before the operation is executed, so that what it then reads is never older than what it says. */
export const corpusVersionPlugin: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: () => {
    let version: string | undefined;
    return Promise.resolve({
      didResolveOperation: async ({ operation, contextValue }) => {
        if (!operation || isIntrospection(operation)) return;
        version = (await contextValue.corpus())?.version ?? EMPTY_CORPUS;
      },
      willSendResponse: ({ response }) => {
        if (response.body.kind === 'single' && version !== undefined) {
          const { singleResult } = response.body;
          singleResult.extensions = { ...singleResult.extensions, corpusVersion: version };
        }
        return Promise.resolve();
      },
    });
  },
};

function isIntrospection(operation: OperationDefinitionNode): boolean {
  return operation.selectionSet.selections.every(
    (node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'),
  );
}
