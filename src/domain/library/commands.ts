import { editableCommands } from '../editable-record.ts';
import { libraryFields } from './library-item.ts';

const keepers = ['admin', 'storekeeper'] as const;

/** Nothing of it is deleted: what is not to be used any more is retired. */
export const libraryCommands = editableCommands({
	kind: 'libraryItem',
	fields: libraryFields,
	initial: () => ({}),
	mayRegister: keepers,
	mayEdit: keepers,
	maySettle: ['supervisor'],
});
