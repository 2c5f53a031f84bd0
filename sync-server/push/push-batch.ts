import * as v from 'valibot';
import { CommandSchema, type Command } from '#domain/command.ts';
import { PushRequest, pushCommandsMax, type CommandResult } from '#domain/protocol/wire.ts';
import { Problem } from '#server/http/problem.ts';
import type { Authority } from './authority.ts';
import type { CommandDesk } from './command-desk.ts';
import { isTooLarge } from './document-limit.ts';

/** How deep a command may be nested: what is deeper than any form of ours only fills the stack. */
export const commandDepthMax = 32;

/** The batch around the commands; each of them is parsed by itself, so that a bad one spoils nothing. */
export const PushEnvelope = v.looseObject({
	...v.omit(PushRequest, ['commands']).entries,
	commands: v.array(v.unknown()),
});

/** Answers every command of a batch, in the order they were sent. */
export async function pushBatch(
	desk: CommandDesk,
	device: string,
	raw: readonly unknown[],
	authorityOf: () => Promise<Authority>,
): Promise<CommandResult[]> {
	if (raw.length > pushCommandsMax) throw new Problem(413, 'too-large');
	const commands = raw.map((one) => commandOf(one, device));
	const good = commands.filter((command) => command !== undefined);
	const results = await desk.run(good, authorityOf);
	const next = results.values();
	return commands.map((command, at) => (command && next.next().value) ?? unreadable(raw[at]));
}

function commandOf(raw: unknown, device: string): Command | undefined {
	if (isNestedDeeper(raw, commandDepthMax) || isTooLarge(raw)) return undefined;
	const parsed = v.safeParse(CommandSchema, raw);
	return parsed.success && parsed.output.device === device ? parsed.output : undefined;
}

/** Level by level, so that no depth of it can exhaust the stack here. */
function isNestedDeeper(raw: unknown, depthMax: number): boolean {
	let level: unknown[] = [raw];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > depthMax) return true;
		level = level.flatMap(partsOf);
	}
	return false;
}

function partsOf(value: unknown): unknown[] {
	return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

const Numbered = v.looseObject({ seq: v.number() });

/** What cannot be read cannot be journaled; it is answered all the same. */
function unreadable(raw: unknown): CommandResult {
	const seq = v.is(Numbered, raw) ? raw.seq : 0;
	return { seq, outcome: 'rejected', refusal: { kind: 'bad-input' } };
}
