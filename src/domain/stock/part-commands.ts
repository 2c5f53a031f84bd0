import type { CommandDefinition } from '../command.ts';
import { editableCommands } from '../editable-record.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { refuse } from '../result.ts';
import { isPartId, partFields } from './part.ts';

const keepers = ['admin', 'storekeeper'] as const;
const commands = editableCommands({
	kind: 'part',
	fields: partFields,
	initial: () => ({}),
	mayRegister: keepers,
	mayEdit: keepers,
	maySettle: ['dispatcher', 'supervisor'],
});

/** The id carries the code, so a part is made only under an id that is one. */
function withCode(
	definition: CommandDefinition<AnyRecord, never> | undefined,
): CommandDefinition<AnyRecord, never> {
	if (!definition) throw new Error('a register lacks its commands');
	return {
		args: definition.args,
		decide: (current, args, context) =>
			isPartId(context.command.record)
				? definition.decide(current, args, context)
				: refuse('bad-input', { fields: ['code'] }),
	};
}

export const partCommands = {
	...commands,
	'part.register@1': withCode(commands['part.register@1']),
	'part.import@1': withCode(commands['part.import@1']),
};
