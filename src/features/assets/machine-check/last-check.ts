import * as v from 'valibot';
import { adler32 } from '#domain/machine-check/adler32.ts';
import {
	readMachineFacts,
	type FactsFault,
	type MachineFacts,
} from '#domain/machine-check/facts.ts';
import type { AccountStore } from '#store/account-store.ts';

/** The last machine check read on this device; the next one takes its place. */
const draftKey = 'machine-check';

export type LastCheck = { facts: MachineFacts } | { fault: FactsFault };

export async function keepMachineCheck(
	drafts: AccountStore['drafts'],
	text: string,
): Promise<void> {
	await drafts.set(draftKey, text);
}

/** By which its codes are known again; undefined where none was read yet. */
export async function lastCheckId(drafts: AccountStore['drafts']): Promise<string | undefined> {
	const kept = await drafts.get(draftKey);
	return typeof kept === 'string' ? adler32(kept) : undefined;
}

/** Undefined where none was read yet. */
export async function lastMachineCheck(
	drafts: AccountStore['drafts'],
): Promise<LastCheck | undefined> {
	const kept = v.safeParse(v.string(), await drafts.get(draftKey));
	return kept.success ? readMachineFacts(kept.output) : undefined;
}
