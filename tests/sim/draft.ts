/** What the doings of a story's people are made of. */
import type { CommandDraft } from '#store/execute.ts';
import type { NewBlob } from '#store/keep-blob.ts';

/** One act of a person: its first command, and companions that name it as their cause. */
export interface Doing {
	drafts: CommandDraft[];
	blobs?: NewBlob[];
}

export const order = (
	type: string,
	record: string,
	args: CommandDraft['args'] = {},
): CommandDraft => ({
	...{ type: `workOrder.${type}@1`, kind: 'workOrder', record, args },
});

let made = 0;
/** Names given by stories begin anew with each. */
export function beginNames(): void {
	made = 0;
}
export const nextName = (what: string) => `${what}-${++made}`;
