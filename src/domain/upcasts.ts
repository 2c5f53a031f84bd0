/**
 * Brings commands of an older version of the app up to today's.
 *
 * 1. A command's name says its version, `asset.edit@1`. One that means something else from now on
 *    gets the next version, and the old name a row in this table that turns it into the new one.
 * 2. The version of today and the one before it are taken. Older ones are refused, `command-too-old`:
 *    the outbox keeps them until a newer app puts them again.
 * 3. What the server has once taken it remembers under the name it came by.
 */
import type { Command } from './command.ts';
import { accept, refuse, type Result } from './result.ts';

/** What a command says; its name, author and time are not the table's to change. */
type Said = Pick<Command, 'args' | 'base'>;

/** By the older name; each row makes the next version of the same command. */
export type Upcasts = Readonly<Record<string, (said: Said) => Said>>;

/** The newest version of a command and this many before it are taken. */
const versionsBackMax = 1;

/** What the older app said, in today's arguments. */
const upcasts: Upcasts = {
	// It took the customer's word; today he signs. Refused for want of his signature, and shown as such.
	'workOrder.recordConsent@1': ({ args, base }) => ({
		args: {
			lineIds: [args['lineId']],
			text: { zh: '', en: '' },
			afterVirus: args['consentKind'] === 'data-loss-and-it',
			backup: args['backedUp'] === true ? 'done' : 'declined',
			backupBy: args['name'],
			name: args['name'],
			role: 'user',
		},
		...(base && { base }),
	}),
};

/** The command as the definitions of today know it; refused where no version of it is. */
export function upcast(
	command: Command,
	names: Readonly<Record<string, unknown>>,
	table: Upcasts = upcasts,
): Result<Command> {
	let asked = command;
	for (let back = 0; !has(names, asked.type); back++) {
		const raise = has(table, asked.type) ? table[asked.type] : undefined;
		if (!raise || back === versionsBackMax) return refuse(reasonFor(asked.type, names));
		const { args, base } = raise(asked);
		asked = { ...asked, type: nextOf(asked.type), args, ...(base && { base }) };
	}
	return accept(asked);
}

function has(table: Readonly<Record<string, unknown>>, name: string): boolean {
	return Object.hasOwn(table, name) && table[name] !== undefined;
}

function nextOf(type: string): string {
	const { name, version } = versioned(type);
	return `${name}@${version + 1}`;
}

function reasonFor(type: string, names: Readonly<Record<string, unknown>>) {
	const { name, version } = versioned(type);
	const isOlder = (other: string) => {
		const known = versioned(other);
		return known.name === name && known.version > version;
	};
	return Object.keys(names).some(isOlder) ? 'command-too-old' : 'unknown-command';
}

function versioned(type: string): { name: string; version: number } {
	const [name = '', version] = type.split('@');
	return { name, version: Number(version) };
}
